import type { Value } from "../plan.ts";

/** A value that is not NULL and has an order; INTERVAL has none. */
export type Comparable = boolean | number | bigint | string;

/**
 * Negative, zero or positive as `a` sorts before, with or after `b`, which are of one SQL type: FALSE < TRUE, NaN
 * equals NaN and sorts above every number, -0 = 0, text by code points (the order of its UTF-8 bytes).
 */
export function compare(a: Comparable, b: Comparable): number {
  if (typeof a === "string" && typeof b === "string") return compareText(a, b);
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** IS NOT DISTINCT FROM: NULL is a value like any other. */
export function sameValue(a: Value, b: Value): boolean {
  if (a === null || b === null) return a === b;
  return compare(a as Comparable, b as Comparable) === 0;
}

/** UTF-16 units order like code points, but for surrogates (U+10000 and above), which sort below U+E000–U+FFFF. */
function compareText(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return codePointRank(x) - codePointRank(y);
  }
  return a.length - b.length;
}

function codePointRank(unit: number): number {
  const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
  return isSurrogate ? unit + 0x10000 : unit;
}
