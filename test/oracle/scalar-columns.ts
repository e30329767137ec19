/**
 * A row of the scalar table with its literals read from columns: a constant is computed while the query is compiled, by
 * one evaluator for both lanes, so only columns reach the code that each lane runs.
 */
import { DiagnosticBag } from "../../generator/diagnostics/diagnostic.ts";
import type * as ast from "../../generator/sql/ast.ts";
import { parse } from "../../generator/sql/parser.ts";
import type { JsonRow, JsonValue } from "../fuzz/engine.ts";

export interface ColumnForm {
  readonly sql: string;
  readonly row: JsonRow;
}

interface Found {
  readonly literal: ast.Expr;
  readonly type: string;
  readonly value: JsonValue;
}

/** `SELECT expression AS v` over one row. What cannot be a column stays: NULL, intervals, the unit of date_trunc. */
export function columnForm(expression: string): ColumnForm {
  const prefix = "SELECT ";
  const [statement] = parse({ file: "query.sql", text: `${prefix}${expression} AS v FROM r` }, new DiagnosticBag());
  const found = literalsIn((statement as ast.QueryStatement).query.select.items).sort(
    (a, b) => a.literal.span.start - b.literal.span.start,
  );
  const columns = found.map(({ type }, i) => `c${i} ${type}`);
  let text = "";
  let at = 0;
  for (const [i, { literal }] of found.entries()) {
    text += `${expression.slice(at, literal.span.start - prefix.length)}c${i}`;
    at = literal.span.end - prefix.length;
  }
  return {
    sql: `CREATE SOURCE r (${["x BIGINT", ...columns].join(", ")}); SELECT ${text}${expression.slice(at)} AS v FROM r`,
    row: { x: 1, ...Object.fromEntries(found.map(({ value }, i) => [`c${i}`, value])) },
  };
}

function literalsIn(value: unknown): Found[] {
  if (Array.isArray(value)) return value.flatMap(literalsIn);
  if (typeof value !== "object" || value === null) return [];
  const node = value as ast.Expr;
  if (node.kind === "Call" && node.name.name.toLowerCase() === "date_trunc") return literalsIn(node.args.slice(1));
  // The least BIGINT has no literal of its own but with its sign.
  const isSigned = node.kind === "Unary" && node.op === "-" && node.arg.kind === "Number";
  const found = isSigned ? numberOf((node.arg as ast.NumberLiteral).text, -1) : columnOf(node);
  return found === null ? literalsIn(Object.values(node)) : [{ literal: node, ...found }];
}

function numberOf(text: string, sign: 1 | -1): Omit<Found, "literal"> {
  if (/[.e]/i.test(text)) return { type: "DOUBLE", value: sign * Number(text) };
  const value = BigInt(sign) * BigInt(text);
  if (value === BigInt.asIntN(32, value)) return { type: "INTEGER", value: Number(value) };
  return { type: "BIGINT", value: { $i64: String(value) } };
}

function columnOf(node: ast.Expr): Omit<Found, "literal"> | null {
  switch (node.kind) {
    case "String":
      return { type: "TEXT", value: node.value };
    case "Boolean":
      return { type: "BOOLEAN", value: node.value };
    case "Time":
      return { type: node.type, value: node.value };
    case "Number":
      return numberOf(node.text, 1);
    default:
      return null;
  }
}
