/** Aggregates by definition, over the evaluated arguments of the rows of one group and window, in arrival order. */
import { aggregateOf } from "../fuzz/function-table.ts";
import type { AggregateSpec, Value, WindowSpec } from "../fuzz/query-spec.ts";
import { maxOf, minOf } from "../fuzz/typing.ts";
import { compare, RowError } from "./evaluate.ts";
import { floorTo } from "./model.ts";

/** The argument of one row, in the type the aggregate takes; `included` is false where the FILTER is not TRUE. */
export interface Argument {
  readonly ts: bigint;
  readonly included: boolean;
  readonly value: Value;
}

/** NULLs are ignored; over no values COUNT is 0 and the others are NULL. Throws 22003 where a SUM leaves BIGINT. */
export function aggregate({ overload }: AggregateSpec, window: WindowSpec, rows: readonly Argument[]): Value {
  const { name, param } = aggregateOf(overload);
  const included = rows.filter((row) => row.included);
  if (param === null) return BigInt(included.length);
  const present = included.filter(({ value }) => value !== null) as (Argument & { value: Exclude<Value, null> })[];
  if (name === "count") return BigInt(present.length);
  if (present.length === 0) return null;
  switch (name) {
    case "sum":
      return param === "DOUBLE" ? sumInSlices(window, present) : inBigint(sumExactly(present));
    case "avg":
      return (param === "DOUBLE" ? sumInSlices(window, present) : Number(sumExactly(present))) / present.length;
    case "min":
      return present.reduce((best, each) => (compare(each.value, best.value) < 0 ? each : best)).value;
    case "max":
      return present.reduce((best, each) => (compare(each.value, best.value) > 0 ? each : best)).value;
  }
}

function sumExactly(rows: readonly Argument[]): bigint {
  return rows.reduce((sum, { value }) => sum + (value as bigint), 0n);
}

function inBigint(sum: bigint): bigint {
  if (sum > maxOf("BIGINT") || sum < minOf("BIGINT")) throw new RowError("22003");
  return sum;
}

/**
 * A sum of DOUBLE: each slice in arrival order, then the slices in time order (engine.md §5). Slices are what lies
 * between neighbouring window edges, so every window is made of whole ones.
 */
function sumInSlices({ sizeUs, slideUs, offsetUs }: WindowSpec, rows: readonly Argument[]): number {
  const slices = new Map<bigint, number>();
  for (const { ts, value } of rows) {
    const starts = floorTo(ts, slideUs, offsetUs);
    const ends = floorTo(ts, slideUs, offsetUs + (sizeUs % slideUs));
    const slice = later(starts, ends);
    const before = slices.get(slice);
    slices.set(slice, before === undefined ? (value as number) : before + (value as number));
  }
  const inOrder = [...slices].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
  return inOrder.reduce((sum, slice) => sum + slice);
}

function later(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}
