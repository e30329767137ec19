import type { Value } from "../../plan.ts";
import { type Comparable, compare, sameValue } from "../compare.ts";
import type { ScalarTable } from "../functions.ts";
import { called, forComparable, strict } from "./definition.ts";

export const COMPARISON: ScalarTable = {
  ...comparison("eq", (order) => order === 0),
  ...comparison("ne", (order) => order !== 0),
  ...comparison("lt", (order) => order < 0),
  ...comparison("le", (order) => order <= 0),
  ...comparison("gt", (order) => order > 0),
  ...comparison("ge", (order) => order >= 0),
  ...forComparable(
    (t) => `is_distinct_from(${t},${t})`,
    called((a: Value, b: Value) => !sameValue(a, b)),
  ),
  ...forComparable(
    (t) => `is_null(${t})`,
    called((a: Value) => a === null),
  ),
  ...forComparable((t) => `in(${t},${t}…)`, called(isIn)),
  ...forComparable((t) => `greatest(${t},${t}…)`, called(extreme((order) => order > 0))),
  ...forComparable((t) => `least(${t},${t}…)`, called(extreme((order) => order < 0))),
};

function comparison(name: string, holds: (order: number) => boolean): ScalarTable {
  return forComparable(
    (t) => `${name}(${t},${t})`,
    strict((a: Comparable, b: Comparable) => holds(compare(a, b))),
  );
}

/** TRUE if `value` equals an element; otherwise NULL if it or an element is NULL; otherwise FALSE. */
function isIn(value: Value, ...list: readonly Value[]): boolean | null {
  if (value === null) return null;
  if (list.some((element) => element !== null && sameValue(value, element))) return true;
  return list.includes(null) ? null : false;
}

/** The first of the arguments that none beats, NULLs left out; NULL if nothing remains. */
function extreme(beats: (order: number) => boolean): (...args: readonly (Comparable | null)[]) => Value {
  return (...args) => {
    let best: Comparable | null = null;
    for (const candidate of args) {
      if (candidate === null) continue;
      if (best === null || beats(compare(candidate, best))) best = candidate;
    }
    return best;
  };
}
