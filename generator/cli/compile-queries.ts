/** Queries -> compiled queries, or everything that is wrong with them. */
import { type CompiledQuery, compile } from "../compile.ts";
import type { Sources, SourceText } from "../diagnostics/span.ts";
import type { Project } from "../project/config.ts";
import { type QueryFile, readQuery } from "../project/queries.ts";
import { count, findingIn, withoutRepeats } from "./check.ts";
import { FAILED, type Outcome } from "./exit.ts";
import { type Finding, report, workingOn } from "./report.ts";
import type { Terminal } from "./terminal.ts";

export interface ReadyQuery extends QueryFile {
  readonly compiled: CompiledQuery;
  readonly files: readonly SourceText[];
  readonly sources: Sources;
}

/** All or nothing: an Outcome is what was wrong, which has been reported. A file without a SELECT is wrong. */
export async function compileQueries(
  project: Project,
  queries: readonly QueryFile[],
  terminal: Terminal,
): Promise<readonly ReadyQuery[] | Outcome> {
  const ready: ReadyQuery[] = [];
  const found: Finding[] = [];
  for (const query of queries) {
    const files = readQuery(project, query);
    const options = { name: query.name, optimize: true, limits: project.limits };
    const result = await workingOn(query.file, () => compile(files, options));
    found.push(findingIn(query, result));
    if (result.query !== null) ready.push({ ...query, compiled: result.query, files, sources: result.sources });
  }
  const findings = withoutRepeats(found);
  report(findings, terminal, terminal.stderr);
  const { errors, warnings } = count(findings);
  return errors === 0 ? ready : { exit: FAILED, summary: { errors, warnings } };
}
