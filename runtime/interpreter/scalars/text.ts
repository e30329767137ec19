/** Text functions; lengths and positions count code points from 1. */
import { lowerCase, upperCase } from "../case-mapping.ts";
import { codePointCount, codePoints } from "../code-points.ts";
import { type Fault, invalidSubstring } from "../fault.ts";
import type { ScalarTable } from "../functions.ts";
import { utf8Length } from "../utf8.ts";
import { called, strict } from "./definition.ts";
import { like } from "./like.ts";

export const TEXT: ScalarTable = {
  "concat_op(TEXT,TEXT)": strict((a: string, b: string) => a + b),
  "concat(TEXT…)": called((...parts: readonly (string | null)[]) => parts.join("")),
  "concat_ws(TEXT,TEXT…)": called((separator: string | null, ...parts: readonly (string | null)[]) =>
    separator === null ? null : parts.filter((part) => part !== null).join(separator),
  ),
  "length(TEXT)": strict(codePointCount),
  "octet_length(TEXT)": strict(utf8Length),
  "lower(TEXT)": strict(lowerCase),
  "upper(TEXT)": strict(upperCase),
  "substring(TEXT,INTEGER)": strict((text: string, from: number) => slice(text, from - 1, Infinity)),
  "substring(TEXT,INTEGER,INTEGER)": strict(substring),
  "left(TEXT,INTEGER)": strict((text: string, n: number) => slice(text, 0, n >= 0 ? n : codePointCount(text) + n)),
  "right(TEXT,INTEGER)": strict((text: string, n: number) =>
    slice(text, n >= 0 ? codePointCount(text) - n : -n, Infinity),
  ),
  "trim(TEXT)": strict((text: string) => trim(text, " ", true, true)),
  "trim(TEXT,TEXT)": strict((text: string, characters: string) => trim(text, characters, true, true)),
  "ltrim(TEXT)": strict((text: string) => trim(text, " ", true, false)),
  "ltrim(TEXT,TEXT)": strict((text: string, characters: string) => trim(text, characters, true, false)),
  "rtrim(TEXT)": strict((text: string) => trim(text, " ", false, true)),
  "rtrim(TEXT,TEXT)": strict((text: string, characters: string) => trim(text, characters, false, true)),
  "replace(TEXT,TEXT,TEXT)": strict((text: string, from: string, to: string) =>
    from === "" ? text : text.split(from).join(to),
  ),
  "strpos(TEXT,TEXT)": strict(position),
  "starts_with(TEXT,TEXT)": strict((text: string, prefix: string) => text.startsWith(prefix)),
  "like(TEXT,TEXT,TEXT)": strict(like),
};

/** The code points with index in [from, to); both may lie outside the text. */
function slice(text: string, from: number, to: number): string {
  return codePoints(text).slice(Math.max(from, 0), Math.max(to, 0)).join("");
}

/** Positions below 1 exist, are empty and use up the count, as in PostgreSQL. */
function substring(text: string, from: number, count: number): string | Fault {
  return count < 0 ? invalidSubstring : slice(text, from - 1, from - 1 + count);
}

function trim(text: string, characters: string, atStart: boolean, atEnd: boolean): string {
  const removed = new Set(codePoints(characters));
  const points = codePoints(text);
  let start = 0;
  let end = points.length;
  while (atStart && start < end && removed.has(points[start]!)) start++;
  while (atEnd && end > start && removed.has(points[end - 1]!)) end--;
  return points.slice(start, end).join("");
}

/** Both texts are well formed, so a match of UTF-16 units begins at a code point. */
function position(text: string, wanted: string): number {
  const index = text.indexOf(wanted);
  return index < 0 ? 0 : codePointCount(text.slice(0, index)) + 1;
}
