/** Statements -> the typed plan of the query. */
import type { Output } from "../../runtime/plan.ts";
import type { SourceRelation } from "../catalog/relations.ts";
import type { DiagnosticBag } from "../diagnostics/diagnostic.ts";
import { firstWord, Sources, type SourceText, type Span } from "../diagnostics/span.ts";
import { deriveProperties } from "../logical/properties.ts";
import { nodesOf } from "../logical/tree.ts";
import type { QueryStatement, Statement } from "../sql/ast.ts";
import { relationOfView } from "./bind-from.ts";
import { bindQuery } from "./bind-query.ts";
import { Catalog } from "./catalog.ts";
import { declareBroken, declareSource, declareView } from "./declare.ts";
import { type Environment, Nesting } from "./environment.ts";
import type { BoundRelation } from "./relation.ts";

export interface ParsedFile {
  readonly source: SourceText;
  readonly statements: readonly Statement[];
}

export interface BoundQuery {
  readonly plan: Output;
  /** Those that the plan reads, in the order of their declaration. */
  readonly sources: readonly SourceRelation[];
  /** The `--` comment lines right above the SELECT, without the dashes. */
  readonly comment: string | null;
}

/**
 * The query of the last file, named `name`; the files before it declare what it reads. Null if the bag holds errors,
 * or if the files declare relations and ask for nothing.
 */
export function bind(files: readonly ParsedFile[], name: string, bag: DiagnosticBag): BoundQuery | null {
  const sources = new Sources(files.map(({ source }) => source));
  const env: Environment = { bag, sources, catalog: new Catalog(), ctes: [], nesting: new Nesting() };
  for (const statement of files.flatMap(({ statements }) => statements)) declare(statement, env);
  bindViews(env);

  const query = findQuery(files, env);
  const relation = query === null ? null : bindQuery(query.query, env);
  if (query === null || relation === null || bag.hasErrors) return null;
  reportOpenWindow(relation, env);
  if (bag.hasErrors) return null;
  const plan = outputOf(relation, name, query.span);
  return { plan, sources: sourcesOf(plan, env.catalog), comment: query.comment };
}

function declare(statement: Statement, env: Environment): void {
  switch (statement.kind) {
    case "CreateSource":
      declareSource(statement, env);
      break;
    case "CreateView":
      declareView(statement, env);
      break;
    case "RefusedStatement":
      if (statement.declares === "unknown") env.catalog.isWhole = false;
      else if (statement.declares !== null) declareBroken(statement.declares, env);
      break;
    case "QueryStatement":
      break;
  }
}

/** Also those that nothing reads: a fault in a view is a fault of the file. */
function bindViews(env: Environment): void {
  for (const entry of env.catalog.entries) {
    if (entry.kind === "view") relationOfView(entry, entry.view.name, env);
  }
}

/** The only SELECT, which must stand in the last file; null if there is none. */
function findQuery(files: readonly ParsedFile[], { bag, sources }: Environment): QueryStatement | null {
  const last = files.at(-1);
  let query: QueryStatement | null = null;
  for (const { statements, source } of files) {
    for (const statement of statements) {
      if (statement.kind !== "QueryStatement") continue;
      if (source.file !== last?.source.file) {
        bag.error("MR2018", firstWord(statement.query.select.span, "SELECT"), {
          why: "a schema file declares sources and views",
        });
      } else if (query !== null) {
        const place = sources.place(query.span, source.file);
        bag.error("MR2018", firstWord(statement.query.select.span, "SELECT"), { why: `the first stands at ${place}` });
      } else {
        query = statement;
      }
    }
  }
  if (last !== undefined && last.statements.length === 0 && !bag.hasErrors) {
    bag.error("MR2017", { file: last.source.file, start: 0, end: 0 }, {});
  }
  return query;
}

/** Rows that stand once in each of their windows mean nothing until they are grouped. */
function reportOpenWindow({ plan }: BoundRelation, { bag }: Environment): void {
  const { window } = deriveProperties(plan);
  if (!window?.isOpen) return;
  const node = [...nodesOf(plan)].find(({ kind }) => kind === "Window");
  const columns =
    window.spec.kind === "cumulate" ? "window_end or window_time" : "window_start, window_end or window_time";
  if (node !== undefined) bag.error("MR4007", node.span, { window: columns });
}

function outputOf({ plan }: BoundRelation, name: string, span: Span): Output {
  const { changelog } = deriveProperties(plan);
  return { kind: "Output", input: plan, name, changelog, schema: plan.schema, span };
}

function sourcesOf(plan: Output, catalog: Catalog): SourceRelation[] {
  const read = new Set([...nodesOf(plan)].flatMap((node) => (node.kind === "Scan" ? [node.source] : [])));
  return [...catalog.entries].flatMap((entry) =>
    entry.kind === "source" && read.has(entry.source.name) ? [entry.source] : [],
  );
}
