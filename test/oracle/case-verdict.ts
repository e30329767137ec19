/** A case put to an oracle: its rows as tables, its text as a batch query, its expected lines as a table. */
import type { Case } from "../cases-format.ts";
import { decodeValue } from "../cases-format.ts";
import type { Domain, SourceSpec, SpecType } from "../fuzz/query-spec.ts";
import { canonicalRow, type Difference, difference } from "./canonical.ts";
import { batchText, type CaseDialect, specType, sqlName } from "./case-text.ts";
import { identifier, type TimeMode } from "./print-batch.ts";
import type { Table } from "./tables.ts";

export interface CaseOracle {
  readonly dialect: CaseDialect;
  load(tables: readonly Table[], mode: TimeMode): Promise<void>;
  run(statement: string): Promise<void>;
  rows(sql: string, types: readonly SpecType[]): Promise<string[]>;
}

export interface OutputColumn {
  readonly name: string;
  readonly type: SpecType;
}

/**
 * Where the rows that the case expects in the end differ from the oracle's; null: nowhere. Rows that are expected to
 * be late or malformed are not the oracle's to see. Rejects where the oracle has no answer.
 */
export async function judgeCase(
  oracle: CaseOracle,
  { sql, input, expected }: Case,
  columns: readonly OutputColumn[],
): Promise<Difference | null> {
  const { sources, views, query } = batchText(sql, oracle.dialect);
  const set = new Set(expected.flatMap((line) => ("side" in line ? [line.after] : [])));
  const tables = sources.map(({ name, columns: declared }): Table => {
    const types = declared.map((column) => specType(column.type));
    const rows = input.flatMap((line, i) =>
      "row" in line && line.in.toLowerCase() === name.name.toLowerCase() && !set.has(i + 1)
        ? [declared.map((column, c) => decodeValue(line.row[column.name.name], types[c]!))]
        : [],
    );
    return { source: sourceSpec(rowsName(name.name), declared, types), rows };
  });
  const declared = sources.map(({ name, columns }) => ({
    name: sqlName(name),
    query: `SELECT ${columns.map((c) => `${identifier(c.name.name)} AS ${sqlName(c.name)}`).join(", ")} FROM ${identifier(rowsName(name.name))}`,
  }));
  const all = [...declared, ...views];
  for (const { name } of all.toReversed()) await oracle.run(`DROP VIEW IF EXISTS ${name} CASCADE`);
  await oracle.load(tables, "timestamp");
  for (const view of all) await oracle.run(`CREATE TEMP VIEW ${view.name} AS ${view.query}`);
  const types = columns.map(({ type }) => type);
  return difference(inTheEnd(expected, columns), await oracle.rows(query, types));
}

const rowsName = (source: string) => `${source} rows`;

/** Nothing is drawn here, so no column needs a domain of its own. */
const ANY: Domain = { kind: "boolean" };

function sourceSpec(
  name: string,
  declared: readonly { readonly name: { readonly name: string } }[],
  types: readonly SpecType[],
): SourceSpec {
  const columns = declared.map((column, i) => ({
    name: column.name.name,
    type: types[i]!,
    nullable: true,
    domain: ANY,
  }));
  return { name, create: "TABLE", columns, watermark: null };
}

/** The rows that stand when every retraction has taken its row away. */
function inTheEnd(expected: Case["expected"], columns: readonly OutputColumn[]): string[] {
  const counts = new Map<string, number>();
  const types = columns.map(({ type }) => type);
  for (const line of expected) {
    if (!("op" in line)) continue;
    const values = columns.map(({ name, type }) => decodeValue(line.row[name], type));
    const row = canonicalRow(values, types);
    counts.set(row, (counts.get(row) ?? 0) + (line.op.startsWith("-") ? -1 : 1));
  }
  return [...counts].flatMap(([row, count]) => Array<string>(count).fill(row));
}
