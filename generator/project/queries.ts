/** The queries of a project: which there are, which are meant, and the texts each is made of. */
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { SourceText } from "../diagnostics/span.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { nameIn, type Project } from "./config.ts";
import { findFiles, isFile } from "./glob.ts";
import { problem, unreadable } from "./problem.ts";

export interface QueryFile {
  readonly name: string;
  /** Relative to the project's root, with `/`. */
  readonly file: string;
}

/** The files that `include` finds, but for those that declare the schema; in the order of their paths. */
export function projectQueries(project: Project): readonly QueryFile[] {
  return findFiles(project.root, project.include, project.outDir)
    .filter((file) => file.endsWith(".sql") && !isSchemaFile(project, file))
    .map(queryOf);
}

/** Declares what queries read, and holds none itself. */
export function isSchemaFile({ root, schema, outDir }: Project, file: string): boolean {
  return basename(file) === SCHEMA_FILE || (schema !== null && findFiles(root, schema, outDir).includes(file));
}

const SCHEMA_FILE = "schema.sql";

/**
 * The queries that `args` name, or all of the project. Throws Problem: MR8007 for an unknown name or an empty project,
 * MR8002 for a file that is not there, MR8008 for two queries of one name.
 */
export function selectQueries(project: Project, args: readonly string[]): readonly QueryFile[] {
  const known = projectQueries(project);
  const selected = args.length === 0 ? known : [...new Map(args.map((arg) => entryOf(arg, known, project))).values()];
  if (selected.length === 0) {
    const name = project.include.join(", ");
    throw problem("MR8007", { name, why: "no file matches" }, ["write such a file, or give the path of a `.sql` file"]);
  }
  reportSameNames(selected);
  return selected;
}

function entryOf(
  arg: string,
  known: readonly QueryFile[],
  project: Project,
): readonly [file: string, query: QueryFile] {
  const query = findQuery(arg, known, project);
  return [query.file, query];
}

function findQuery(arg: string, known: readonly QueryFile[], project: Project): QueryFile {
  if (arg.endsWith(".sql")) {
    if (!isFile(arg)) throw unreadable(arg, { code: existsSync(arg) ? "EISDIR" : "ENOENT" });
    return queryOf(nameIn(project, arg));
  }
  const named = known.filter(({ name }) => name === arg);
  if (named.length > 0) {
    reportSameNames(named);
    return named[0]!;
  }
  const names = known.map(({ name }) => name);
  const why = names.length === 0 ? "the project has no queries" : `its queries: ${listed(names)}`;
  const beside = isFile(`${arg}.sql`) ? [`${arg}.sql`] : [];
  throw problem("MR8007", { name: arg, why }, [...beside, ...suggest(arg, names)]);
}

function listed(names: readonly string[]): string {
  return names.length <= 10 ? names.join(", ") : `${names.slice(0, 10).join(", ")} and ${names.length - 10} more`;
}

function queryOf(file: string): QueryFile {
  const name = basename(file).slice(0, -".sql".length);
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(name)) {
    const expected = "letters, digits, `_`, `-` and `.`, because the query takes it";
    throw problem("MR8003", { option: "the name of a query file", value: `\`${basename(file)}\``, expected });
  }
  return { name, file };
}

function reportSameNames(queries: readonly QueryFile[]): void {
  const byName = new Map<string, QueryFile>();
  for (const query of queries) {
    const key = query.name.toLowerCase();
    const other = byName.get(key);
    if (other !== undefined) throw problem("MR8008", { name: query.name, why: `${other.file} and ${query.file}` });
    byName.set(key, query);
  }
}

/** Schema files first, the query's own text last. Throws Problem MR8002. */
export function readQuery(project: Project, { file }: Pick<QueryFile, "file">): readonly SourceText[] {
  return [...schemaFiles(project, file), file].map((name) => ({ file: name, text: readSql(project, name) }));
}

function schemaFiles({ root, schema, outDir }: Project, query: string): readonly string[] {
  if (schema === null) {
    const beside = dirname(query) === "." ? SCHEMA_FILE : `${dirname(query)}/${SCHEMA_FILE}`;
    return beside !== query && isFile(join(root, beside)) ? [beside] : [];
  }
  return schema.flatMap((pattern) => {
    const files = findFiles(root, [pattern], outDir);
    if (files.length === 0) throw unreadable(pattern, { code: "ENOENT" });
    return files.filter((file) => file !== query);
  });
}

/** Line ends become LF, so that a checkout with others builds the same bytes. */
function readSql({ root }: Project, file: string): string {
  try {
    const bytes = readFileSync(join(root, file));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll("\r\n", "\n");
  } catch (error) {
    throw unreadable(file, error instanceof TypeError ? new Error("it is not UTF-8") : error);
  }
}
