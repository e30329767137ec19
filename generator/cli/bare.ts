/** `millrace` alone: what there is, and what this project needs next. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { check } from "../check.ts";
import type { Project } from "../project/config.ts";
import { projectQueries, readQuery } from "../project/queries.ts";
import { MILLRACE_VERSION } from "../version.ts";
import { FINE, type Outcome } from "./exit.ts";
import type { Context } from "./program.ts";

export async function bareMillrace({ terminal, project }: Context): Promise<Outcome> {
  const next = nextStep(await project());
  terminal.people.write(`millrace ${MILLRACE_VERSION}: streaming SQL, compiled ahead of time to WebAssembly
  millrace check                       read the queries and say what is wrong
  millrace run q.sql --in bid=FILE     run one over a file or stdin
  millrace build                       write generated/<query>/
  millrace --help                      all commands and options
next: ${next}
`);
  return { exit: FINE, summary: { next } };
}

function nextStep(project: Project): string {
  const queries = projectQueries(project);
  const first = queries[0];
  if (first === undefined) return `write a query (${project.include.join(", ")}), then: millrace check`;
  const missing = queries.find(({ name }) => !existsSync(join(project.root, project.outDir, name, "manifest.json")));
  if (missing !== undefined) return `millrace build (${missing.name} has not been built)`;
  const { query } = check(readQuery(project, first), first.name);
  if (query === null) return `millrace check ${first.name}`;
  const inputs = query.bound.sources
    .filter(({ name }) => !project.sources.has(name))
    .map(({ name }) => ` --in ${name}=FILE`);
  return `millrace run ${first.name}${inputs.join("")}`;
}
