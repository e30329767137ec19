/** Values and rows as text, one form for every judge: NaN is NaN whatever its bits, −0 is 0. */
import { assertNever, type SpecType, type Value } from "../fuzz/query-spec.ts";

/** The value with a letter for its family, as in `i:5`, `f:0.5`, `s:text`, `d:` days, `t:` µs, `b:true`; NULL is `null`. */
export function canonical(value: Value, type: SpecType): string {
  if (value === null) return "null";
  switch (type.kind) {
    case "BOOLEAN":
      return `b:${value}`;
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
    case "BIGINT":
      return `i:${value}`;
    case "REAL":
      return `f:${plainZero(Math.fround(value as number))}`;
    case "DOUBLE":
      return `f:${plainZero(value as number)}`;
    case "TEXT":
      return `s:${value}`;
    case "DATE":
      return `d:${value}`;
    case "TIMESTAMP":
      return `t:${value}`;
    default:
      return assertNever(type, "SpecType");
  }
}

function plainZero(value: number): number {
  return value === 0 ? 0 : value;
}

export function canonicalRow(values: readonly Value[], types: readonly SpecType[]): string {
  return values.map((value, i) => canonical(value, types[i]!).replaceAll("|", "\\|")).join("|");
}

export interface Difference {
  /** Rows that only the first multiset has, with repetitions. */
  readonly onlyFirst: readonly string[];
  readonly onlySecond: readonly string[];
}

/** Compares as multisets; null: equal. */
export function difference(first: readonly string[], second: readonly string[]): Difference | null {
  const a = [...first].sort();
  const b = [...second].sort();
  const onlyFirst: string[] = [];
  const onlySecond: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && a[i]! < b[j]!)) onlyFirst.push(a[i++]!);
    else onlySecond.push(b[j++]!);
  }
  return onlyFirst.length + onlySecond.length === 0 ? null : { onlyFirst, onlySecond };
}
