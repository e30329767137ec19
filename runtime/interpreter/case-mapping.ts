/** Unicode simple case mapping: one code point to one, whatever the host's locale. */
import { LOWER_RUNS, UPPER_RUNS } from "./case-map.ts";

export function lowerCase(text: string): string {
  return mapped(text, LOWER_RUNS);
}

export function upperCase(text: string): string {
  return mapped(text, UPPER_RUNS);
}

function mapped(text: string, runs: readonly number[]): string {
  let result = "";
  for (const point of text) result += String.fromCodePoint(mappedCodePoint(point.codePointAt(0)!, runs));
  return result;
}

/** Runs of (first, last, step, delta), ascending: a binary search for the run that may hold the code point. */
function mappedCodePoint(point: number, runs: readonly number[]): number {
  let low = 0;
  let high = runs.length / 4 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last, step, delta] = runs.slice(middle * 4, middle * 4 + 4) as [number, number, number, number];
    if (point < first) high = middle - 1;
    else if (point > last) low = middle + 1;
    else return (point - first) % step === 0 ? point + delta : point;
  }
  return point;
}
