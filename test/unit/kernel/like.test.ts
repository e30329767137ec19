import { beforeAll, expect, test } from "vitest";
import { INVALID_ESCAPE } from "../../../runtime/assembly/codes.ts";
import { type Kernel, loadKernel, type TextRef } from "./kernel.ts";
import { Random } from "./random.ts";
import { patternFor, repetitiveText } from "./random-text.ts";

interface Like {
  readonly matches: (text: TextRef, pattern: TextRef, escapedBy: TextRef) => number;
  readonly contains: (text: TextRef, needle: TextRef) => number;
  readonly endsWith: (text: TextRef, suffix: TextRef) => number;
}

let kernel: Kernel<Like>;
beforeAll(async () => {
  kernel = await loadKernel<Like>(`
    import { Like } from "kernel/like";
    export function matches(t: u64, pattern: u64, escapedBy: u64): bool { return Like.matches(t, pattern, escapedBy); }
    export function contains(t: u64, needle: u64): bool { return Like.contains(t, needle); }
    export function endsWith(t: u64, suffix: u64): bool { return Like.endsWith(t, suffix); }
  `);
});

function like(text: string, pattern: string, escapedBy = "\\"): boolean | number {
  const matched = kernel.call.matches(kernel.put(text), kernel.put(pattern), kernel.put(escapedBy));
  return kernel.failure() || matched === 1;
}

test.each([
  ["abc", "a%", true],
  ["abc", "A%", false],
  ["ab", "_", false],
  ["a_c", "a\\_c", true],
  ["abc", "a\\_c", false],
  ["", "", true],
  ["", "%", true],
  ["", "%%", true],
  ["", "_", false],
  ["a", "", false],
  ["é", "_", true],
  ["😀é", "__", true],
  ["aé", "%é", true],
  ["é", "%_", true],
  ["é", "%__", false],
  ["€", "%¬", false], // the last bytes of the one are like those of the other
  ["abcabd", "%abd", true],
  ["aaab", "%aab", true],
  ["abab", "a%b%b", true],
  ["abc", "%b%c%", true],
  ["abc", "%c%b%", false],
  ["100%", "100\\%", true],
  ["a\\", "a\\\\", true],
])("%j LIKE %j: %s", (text, pattern, expected) => expect(like(text, pattern)).toBe(expected));

test.each([
  ["a%b", "a!%b", "!", true],
  ["a%", "a%%", "%", true],
  ["ab", "a%", "%", INVALID_ESCAPE],
  ["a_", "a__", "_", true],
  ["ab", "a__", "_", false],
  ["a", "a%%", "%", false],
  ["a%b", "aé%b", "é", true],
  ["axb", "aé%b", "é", false],
  ["a\\", "a\\", "", true],
  ["a\\", "a_", "", true],
  ["a", "a", "ab", INVALID_ESCAPE],
  ["a", "a", "éé", INVALID_ESCAPE],
  ["a", "a!", "!", INVALID_ESCAPE],
  ["x", "a!", "!", INVALID_ESCAPE],
  ["", "!", "!", INVALID_ESCAPE],
  ["!", "!!", "!", true],
])("%j LIKE %j ESCAPE %j: %s", (text, pattern, escapedBy, expected) =>
  expect(like(text, pattern, escapedBy)).toBe(expected),
);

test("40,000 random patterns as a matcher by definition", () => {
  const random = new Random(61);
  let matched = 0;
  for (let i = 0; i < 40_000; i++) {
    const text = repetitiveText(random, 12);
    const pattern = patternFor(text, random);
    const escapedBy = random.pick(["\\", "\\", "", "%", "_", "é", "a"]);
    const expected = likeByDefinition(text, pattern, escapedBy);
    matched += Number(expected === true);
    if (like(text, pattern, escapedBy) !== expected) expect.fail(JSON.stringify([text, pattern, escapedBy, expected]));
  }
  expect(matched).toBeGreaterThan(8_000);
});

test("many runs take no time that grows with their number", () => {
  // A matcher that reopened every run would be busy for longer than anybody lives.
  expect(like("a".repeat(2_000), `${"%a".repeat(40)}b`)).toBe(false);
  expect(like("a".repeat(2_000), `${"%a_".repeat(40)}%`)).toBe(true);
});

test("contains and ends with", () => {
  const random = new Random(62);
  const encoded = (text: string) => kernel.put(text);
  for (let i = 0; i < 20_000; i++) {
    const text = repetitiveText(random, 60);
    const points = [...text];
    const from = random.below(points.length + 1);
    const part = random.below(3) ? points.slice(from, from + random.below(20)).join("") : repetitiveText(random, 4);
    if (kernel.call.contains(encoded(text), encoded(part)) !== Number(text.includes(part)))
      expect.fail(`${text} | ${part}`);
    const tail = random.below(2) ? points.slice(from).join("") : part;
    if (kernel.call.endsWith(encoded(text), encoded(tail)) !== Number(text.endsWith(tail)))
      expect.fail(`${text} | ${tail}`);
  }
});

function likeByDefinition(text: string, pattern: string, escapedBy: string): boolean | number {
  if ([...escapedBy].length > 1) return INVALID_ESCAPE;
  const elements: { readonly literal: string | null; readonly wildcard: string | null }[] = [];
  const points = [...pattern];
  for (let i = 0; i < points.length; i++) {
    const point = points[i]!;
    if (point === escapedBy) {
      if (i + 1 === points.length) return INVALID_ESCAPE;
      elements.push({ literal: points[++i]!, wildcard: null });
    } else {
      const isWildcard = point === "%" || point === "_";
      elements.push(isWildcard ? { literal: null, wildcard: point } : { literal: point, wildcard: null });
    }
  }
  const matches = (rest: readonly string[], from: number): boolean => {
    const element = elements[from];
    if (element === undefined) return rest.length === 0;
    if (element.wildcard === "%") return matches(rest, from + 1) || (rest.length > 0 && matches(rest.slice(1), from));
    return (
      rest.length > 0 && (element.wildcard === "_" || element.literal === rest[0]) && matches(rest.slice(1), from + 1)
    );
  };
  return matches([...text], 0);
}
