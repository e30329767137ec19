/**
 * Which rows fail, by running each alone in PostgreSQL (R1e). A function made for the query evaluates the row's
 * expressions one by one and catches what they raise; the row is read from its table, so nothing is a constant that
 * could be folded before it is reached.
 */
import { aggregateOf } from "../fuzz/function-table.ts";
import { chainOf, type Expr, type QuerySpec, sourceOf, typeOf } from "../fuzz/query-spec.ts";
import { plainType } from "../fuzz/typing.ts";
import { type PostgresOracle, ROW_NUMBER, toSqlstate } from "./pglite.ts";
import { identifier, printScalar } from "./print-batch.ts";
import { postgresDialect } from "./print-postgres.ts";

/** What becomes of one row of the source. */
export type RowOutcome =
  | { readonly kind: "pass" }
  | { readonly kind: "filtered" }
  /** The SQLSTATEs that its expressions raise; where several fail, any of them may be the one reported. */
  | { readonly kind: "failed"; readonly sqlstates: readonly string[] };

/**
 * The outcome of each row of the source's table, in arrival order. The query is a single select; its tables are
 * loaded in mode `timestamp`.
 */
export async function rowOutcomes(oracle: PostgresOracle, spec: QuerySpec): Promise<RowOutcome[]> {
  const table = identifier(sourceOf(spec).name);
  await oracle.run(probe(spec, table));
  const rows = await oracle.texts(`SELECT mr_probe("${ROW_NUMBER}") FROM ${table} ORDER BY "${ROW_NUMBER}"`);
  return rows.map(([text]) => {
    const [kind, ...codes] = text!.trim().split(" ");
    if (kind === "pass" && codes.length > 0) return { kind: "failed", sqlstates: codes.map(toSqlstate) };
    return { kind: kind as "pass" | "filtered" };
  });
}

/** The filter first; only a row that passes it has its keys, arguments or projections evaluated. */
function probe(spec: QuerySpec, table: string): string {
  const [select, ...below] = chainOf(spec);
  if (below.length > 0) throw new Error("row errors are probed in single selects only");
  const row = `FROM ${table} AS t WHERE t."${ROW_NUMBER}" = row_number`;
  const caught = "EXCEPTION WHEN data_exception OR check_violation THEN";
  const attempts = rowExpressions(spec).map(
    (text) => `BEGIN PERFORM ${text} ${row}; ${caught} codes := codes || ' ' || SQLSTATE; END;`,
  );
  const where = select!.where === null ? "true" : text(spec, select!.where);
  return `CREATE OR REPLACE FUNCTION mr_probe(row_number integer) RETURNS text LANGUAGE plpgsql AS $probe$
    DECLARE codes text := 'pass'; passes boolean;
    BEGIN
      BEGIN SELECT ${where} INTO passes ${row}; ${caught} RETURN 'pass ' || SQLSTATE; END;
      IF passes IS NOT TRUE THEN RETURN 'filtered'; END IF;
      ${attempts.join("\n")}
      RETURN codes;
    END $probe$`;
}

/** Each expression of a row that passes: those of the group, or the projections of a plain select. */
function rowExpressions(spec: QuerySpec): string[] {
  const { group, projections } = spec.select;
  if (group === null) return projections.map(({ expr }) => text(spec, expr));
  const args = group.aggregates.flatMap(({ overload, arg, filter }) => {
    const value = arg === null ? null : coerced(spec, arg, overload);
    return [...(filter === null ? [] : [text(spec, filter)]), ...(value === null ? [] : [value])];
  });
  return [...group.keys.map(({ expr }) => text(spec, expr)), ...args];
}

function coerced(spec: QuerySpec, arg: Expr, overload: string): string {
  const { param } = aggregateOf(overload);
  const printed = text(spec, arg);
  return param === null || typeOf(arg).kind === param
    ? printed
    : postgresDialect.cast(printed, typeOf(arg), plainType(param), "strict")!;
}

function text(spec: QuerySpec, expr: Expr): string {
  const printed = printScalar(spec, expr, postgresDialect);
  if (printed === null) throw new Error("PostgreSQL judges every expression");
  return printed;
}
