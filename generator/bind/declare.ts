/** CREATE statements -> catalog. */
import type { SourceColumn, SourceFormat, SourceRelation } from "../catalog/relations.ts";
import { TEXT, typeName } from "../catalog/sql-type.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { CreateSource, CreateView, Expr, Ident, Option, WatermarkDef } from "../sql/ast.ts";
import type { CatalogEntry } from "./catalog.ts";
import { durationOf } from "./duration.ts";
import { type Environment, isNamed } from "./environment.ts";
import { resolveType } from "./resolve-type.ts";
import { identText } from "./scope.ts";

export function declareSource(statement: CreateSource, env: Environment): void {
  const { name, columnsEnd, comment } = statement;
  const reported = env.bag.count;
  const brokenColumns = new Set<number>();
  const columns = statement.columns.map((definition, ordinal): SourceColumn => {
    const type = resolveType(definition.type, env.bag);
    if (type === null) brokenColumns.add(ordinal);
    const { name, notNull, comment } = definition;
    return { name: name.name, type: type ?? TEXT, nullable: !notNull, span: name.span, comment };
  });
  reportDuplicates(statement, env);
  const source: SourceRelation = {
    name: name.name,
    columns,
    watermark: bindWatermark(statement, columns, brokenColumns, env),
    format: bindOptions(statement.options, env),
    span: name.span,
    comment,
  };
  const isWhole = statement.isWhole && env.bag.count === reported;
  add({ kind: "source", name: name.name, source, brokenColumns, isWhole, columnsEnd, span: name.span }, env);
}

export function declareView(view: CreateView, env: Environment): void {
  add({ kind: "view", name: view.name.name, view, state: "unbound", span: view.name.span }, env);
}

/** A relation whose declaration could not be read, or is refused. */
export function declareBroken(name: Ident, env: Environment): void {
  add({ kind: "broken", name: name.name, span: name.span }, env);
}

function add(entry: CatalogEntry, env: Environment): void {
  const other = env.catalog.add(entry);
  if (other === null) return;
  const place = env.sources.place(other.span, entry.span.file);
  env.bag.error("MR2006", entry.span, { name: entry.name, place });
}

function reportDuplicates({ columns }: CreateSource, env: Environment): void {
  const first = new Map<string, Ident>();
  for (const { name } of columns) {
    const key = name.name.toLowerCase();
    const other = first.get(key);
    if (other === undefined) first.set(key, name);
    else {
      const place = env.sources.place(other.span, name.span.file);
      env.bag.error("MR2007", name.span, { name: name.name, place });
    }
  }
}

function bindWatermark(
  { watermarks, name }: CreateSource,
  columns: readonly SourceColumn[],
  broken: ReadonlySet<number>,
  env: Environment,
): SourceRelation["watermark"] {
  const [watermark, second] = watermarks;
  if (watermark === undefined) return null;
  if (second !== undefined) {
    env.bag.error("MR2031", second.span, { place: env.sources.place(watermark.span, second.span.file) });
  }
  const { column: ident, span } = watermark;
  const column = columns.findIndex((c) => isNamed(ident, c.name));
  if (column < 0) {
    const names = columns.map((c) => c.name);
    const why = `not a column of \`${name.name}\`: ${names.join(", ")}`;
    const details = env.bag.error("MR2001", ident.span, { name: ident.name, why });
    for (const candidate of suggest(ident.name, names)) details.try(identText(candidate));
    return null;
  }
  const { type } = columns[column]!;
  if (type.kind !== "TIMESTAMP" && !broken.has(column)) {
    env.bag.error("MR2025", ident.span, { name: ident.name, type: typeName(type) });
  }
  const delayUs = bindDelay(watermark, env);
  return delayUs === null ? null : { column, delayUs, span };
}

/** The delay of `WATERMARK FOR ts [AS ts [- INTERVAL …]]`, µs. */
function bindDelay({ column, expr }: WatermarkDef, env: Environment): bigint | null {
  if (expr === null) return 0n;
  if (expr.kind === "Bad") return null;
  const isOf = (side: Expr) =>
    side.kind === "Name" && side.qualifier === null && side.name.name.toLowerCase() === column.name.toLowerCase();
  if (isOf(expr)) return 0n;
  if (expr.kind !== "Binary" || expr.op !== "-" || !isOf(expr.left)) {
    const why = `expected ${column.name} - INTERVAL '5' SECOND`;
    env.bag.error("MR4005", expr.span, { construct: "this watermark expression", why });
    return null;
  }
  const delay = durationOf(expr.right, "the delay of a watermark", env);
  if (delay !== null && delay < 0n) env.bag.error("MR3010", expr.right.span, { what: "the delay of a watermark" });
  return delay;
}

/** Formats by the names they are known under. */
const FORMATS: ReadonlyMap<string, SourceFormat> = new Map([
  ["jsonl", "jsonl"],
  ["json", "jsonl"],
  ["arrow", "arrow"],
]);
const REFUSED_FORMATS = new Set(
  "csv avro avro-confluent debezium-json debezium canal-json maxwell-json protobuf parquet orc raw ndjson_gz bytes upsert".split(
    " ",
  ),
);
/** Options of connectors elsewhere; a dot marks those that come in families. */
const CONNECTOR_OPTIONS = new Set(
  `connector type topic path url uri hostname port username password database table table-name key value version brokers
   rows-per-second number-of-rows bootstrap.servers primary_key owner group group.id host timestamp.mode parallelism
   location region bucket endpoint stream subject queue channel retention partitions replicas`.split(/\s+/),
);

function bindOptions(options: readonly Option[], env: Environment): SourceFormat {
  let format: SourceFormat = "jsonl";
  for (const option of options) {
    const { key, keySpan } = option;
    const name = key.toLowerCase();
    if (name === "format") format = bindFormat(option, env);
    else if (CONNECTOR_OPTIONS.has(name) || name.includes(".") || name.startsWith("properties")) {
      const why = "connectors are not part of this version; the host program hands rows in";
      env.bag.error("MR4009", keySpan, { construct: `option \`${key}\``, why });
    } else {
      const details = env.bag.error("MR2026", keySpan, { key });
      for (const candidate of suggest(key, ["format"])) details.try(candidate);
    }
  }
  return format;
}

function bindFormat({ value, valueSpan }: Option, env: Environment): SourceFormat {
  const format = FORMATS.get(value.toLowerCase());
  if (format !== undefined) return format;
  if (REFUSED_FORMATS.has(value.toLowerCase())) {
    env.bag.error("MR4009", valueSpan, { construct: `format '${value}'`, why: "expected 'jsonl' or 'arrow'" });
  } else {
    const expected = "'jsonl' or 'arrow'";
    const details = env.bag.error("MR2027", valueSpan, { what: "format", value: `'${value}'`, expected });
    for (const candidate of suggest(value, FORMATS.values())) details.try(`'${candidate}'`);
  }
  return "jsonl";
}
