/** Draws single values. */
import { floorDiv } from "./calendar.ts";
import type { ColumnSpec, Value, Words } from "./query-spec.ts";
import type { Random } from "./random.ts";

const ASCII = [
  ...["", "a", "A", "ab", "abc", "abcd", "B", "a b", " a ", "a_c", "a%b", "abcabc", "Apple", "apple"],
  ...[
    "shared-prefix-one",
    "shared-prefix-two",
    "12",
    " 12 ",
    "+5",
    "1.5",
    "1e3",
    "true",
    "no",
    "2024-02-29",
    "2023-02-29",
    "2024-13-01",
  ],
];
const UNICODE = ["é", "héllo", "😀", "a😀b", "ß", "日本語", "z"];

/** A value of the column's domain, never NULL. */
export function generateValue(random: Random, { type, domain }: Pick<ColumnSpec, "type" | "domain">): Value {
  switch (domain.kind) {
    case "boolean":
      return random.chance(0.5);
    case "integer": {
      const { min, max } = domain;
      const value = random.weighted<bigint>([
        [6, random.bigBetween(min, max)],
        [1, min],
        [1, max],
        [1, min < 0n && max > 0n ? 0n : min],
      ]);
      if (type.kind !== "TIMESTAMP") return value;
      const tick = BigInt(10 ** (6 - type.precision));
      const floored = floorDiv(value, tick) * tick;
      return floored < min ? floored + tick : floored;
    }
    case "float": {
      if (domain.special && random.chance(0.2)) return random.pick([NaN, Infinity, -Infinity, -0, 0]);
      const grains = random.between(
        -(2 ** Math.min(domain.bits - domain.low, 31)) + 1,
        2 ** Math.min(domain.bits - domain.low, 31) - 1,
      );
      const wide = domain.bits - domain.low > 31 ? grains * 2 ** (domain.bits - domain.low - 31) : grains;
      if (domain.exact) return wide * 2 ** domain.low;
      const ugly = (grains / 2 ** Math.min(domain.bits - domain.low, 31)) * 2 ** domain.bits;
      const value = Math.abs(ugly) < 2 ** domain.low ? 0.1 + 2 ** domain.low : ugly * 0.9;
      return type.kind === "REAL" ? Math.fround(value) : value;
    }
    case "text":
      return cut(
        generateText(random, domain.words),
        Math.min(domain.length, type.kind === "TEXT" ? (type.maxLength ?? 1000) : 1000),
      );
  }
}

function generateText(random: Random, words: Words): string {
  if (words === "digits") return String(random.between(-99, 99));
  if (words === "near-dates" && random.chance(0.5))
    return random.pick(["2023-02-29", "2024-13-01", "2024-1x-01", "", "abc"]);
  if (words.endsWith("dates")) return `20${random.between(10, 30)}-0${random.between(1, 9)}-${random.between(10, 28)}`;
  return random.pick(words === "unicode" ? [...ASCII, ...UNICODE] : ASCII);
}

function cut(text: string, length: number): string {
  return [...text].slice(0, length).join("");
}
