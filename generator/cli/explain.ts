/** `millrace explain`: what was decided about a query, stage by stage. */
import { compileAssembly } from "../build/asc.ts";
import { ascOptions } from "../build/in-memory.ts";
import { ENTRY_FILE } from "../emit/emit-query.ts";
import { EXPLAIN_STAGES, explainQuery, explainStage } from "../explain.ts";
import { encodePlan, type Json } from "../logical/codec.ts";
import { selectQueries } from "../project/queries.ts";
import { compileQueries, type ReadyQuery } from "./compile-queries.ts";
import { FINE, type Outcome } from "./exit.ts";
import type { Context, ExplainOptions } from "./program.ts";
import { workingOn } from "./report.ts";

type Stage = NonNullable<ExplainOptions["stage"]>;

/** Text on stdout; under `--json` an object of type `explain`, with `--format json` the same object for itself. */
export async function explainQueryFile(
  { terminal, project }: Context,
  arg: string,
  { stage, format }: ExplainOptions,
): Promise<Outcome> {
  const known = await project();
  const ready = await compileQueries(known, selectQueries(known, [arg]), terminal);
  if ("exit" in ready) return ready;
  const query = ready[0]!;
  if (format === "text" && !terminal.isJson) {
    terminal.people.write(await workingOn(query.file, () => textOf(query, stage ?? null)));
    if (stage === undefined) terminal.note(`the generated code: millrace explain ${arg} --stage code\n`);
    return { exit: FINE };
  }
  const stages: Record<string, Json> = {};
  for (const name of stage === undefined ? EXPLAIN_STAGES : [stage])
    stages[name] = await workingOn(query.file, () => jsonOf(query, name));
  const explained = { query: query.name, file: query.file, rules: query.compiled.fired, stages };
  if (terminal.isJson) terminal.emit({ type: "explain", ...explained });
  else terminal.people.write(`${JSON.stringify(explained, null, 2)}\n`);
  return { exit: FINE };
}

function textOf({ compiled, sources }: ReadyQuery, stage: Stage | null): string | Promise<string> {
  if (stage === null) return explainQuery(compiled, sources);
  return stage === "wat" ? watOf(compiled) : explainStage(compiled, sources, stage);
}

/** Plans as trees, as the fingerprints see them; the later stages as text, the code by file. */
async function jsonOf({ compiled, sources }: ReadyQuery, stage: Stage): Promise<Json> {
  switch (stage) {
    case "logical":
      return encodePlan(compiled.bound.plan);
    case "normalized":
      return encodePlan(compiled.normalized);
    case "optimized":
      return encodePlan(compiled.optimized);
    case "physical":
    case "state":
      return explainStage(compiled, sources, stage);
    case "code":
      return Object.fromEntries(compiled.emitted.files);
    case "wat":
      return watOf(compiled);
  }
}

async function watOf(compiled: ReadyQuery["compiled"]): Promise<string> {
  const { wat } = await compileAssembly(compiled.emitted.files, ENTRY_FILE, ascOptions(compiled, "release"), true);
  return wat!;
}
