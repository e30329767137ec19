import { type CompiledQuery, compile, DEFAULT_LIMITS } from "../../generator/compile.ts";
import { play } from "../harness/execute.ts";
import { type PackedQuery, packQueries } from "../harness/pack.ts";
import { soundPlans } from "../harness/sound-plans.ts";
import { CLAUSES, ROWS } from "./clauses.ts";
import { featuresOf, languageFeatures } from "./features.ts";
import type { Gate, GateContext, GateResult } from "./gate.ts";

/** What no query can be without, so that there is nothing to compare it with. */
const SKELETON = new Set([
  "CreateSource",
  "CreateSource.columns",
  "QueryStatement",
  "TableName",
  "select.items",
  "select.from",
]);

export const r3: Gate = {
  id: "R3",
  property: "every clause and option that is accepted changes what comes out",
  counts: { pr: CLAUSES.length, full: CLAUSES.length },
  async run({ only, log }: GateContext): Promise<GateResult> {
    if (only !== null && "folder" in only) return nothing("its cases are lines of a table: --case N");
    const clauses = only === null ? CLAUSES : CLAUSES.slice(only.case - 1, only.case);
    const queries = [...new Set(clauses.flatMap((clause) => [clause.with, clause.without]))];
    const packed = await packAll(queries);
    let failed = 0;
    const matters = new Set<string>();
    for (const clause of clauses) {
      const [one, other] = [await outcome(packed.get(clause.with)!), await outcome(packed.get(clause.without)!)];
      if (one === other) {
        failed++;
        log(`case ${CLAUSES.indexOf(clause) + 1}: no difference:\n  ${clause.with}\n  ${clause.without}\n  ${one}`);
        continue;
      }
      const without = featuresOf(clause.without);
      for (const feature of featuresOf(clause.with)) if (!without.has(feature)) matters.add(feature);
    }
    const language = languageFeatures();
    const isWhole = clauses.length === CLAUSES.length;
    const missing = [...language].filter((feature) => isWhole && !matters.has(feature) && !SKELETON.has(feature));
    for (const feature of missing) log(`no clause of the table shows that it matters: ${feature}`);
    return {
      cases: clauses.length,
      failed: failed + missing.length,
      absent: null,
      coverage: { features: language.size, missing: isWhole ? missing.length : null },
    };
  },
};

function nothing(absent: string): GateResult {
  return { cases: 0, failed: 0, absent, coverage: {} };
}

async function packAll(queries: readonly string[]): Promise<Map<string, PackedQuery>> {
  const compiled = queries.map((sql) => ({ sql, ...compiledOf(sql) }));
  const packed = await packQueries(compiled);
  return new Map(queries.map((sql, i) => [sql, packed[i]!]));
}

function compiledOf(sql: string): { result: ReturnType<typeof compile>; query: CompiledQuery } {
  const options = { name: "query", optimize: true, limits: DEFAULT_LIMITS };
  const result = compile([{ file: "query.sql", text: sql }], options, soundPlans(sql));
  if (result.query === null)
    throw new Error(
      `refused: ${sql}\n${result.diagnostics.map(({ code, message }) => `${code} ${message}`).join("\n")}`,
    );
  return { result, query: result.query };
}

/** All that the query says: results, side rows, what stays open. */
async function outcome(packed: PackedQuery): Promise<string> {
  const inputs = ROWS.map((row) => ({ in: "t", bytes: Buffer.from(`${row}\n`).toString("base64") }));
  try {
    const played = await play(packed, inputs, {
      lane: "wasm",
      ingest: "objects",
      cutsBefore: () => true,
      restartsAfter: () => false,
      random: () => 0,
    });
    return JSON.stringify(played!.lines.filter((line) => !("law" in line)));
  } catch (error) {
    return String(error);
  }
}
