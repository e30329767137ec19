import { beforeAll, describe, expect, test } from "vitest";
import { INVALID_SUBSTRING } from "../../../runtime/assembly/codes.ts";
import { instantiate } from "./instantiate.ts";
import { type Kernel, loadKernel, type TextRef } from "./kernel.ts";
import { Random } from "./random.ts";
import { randomText, repetitiveText } from "./random-text.ts";

interface TextFunctions {
  readonly equals: (a: TextRef, b: TextRef) => number;
  readonly compare: (a: TextRef, b: TextRef) => number;
  readonly hash: (t: TextRef) => bigint;
  readonly length: (t: TextRef) => number;
  readonly bytes: (t: TextRef) => number;
  readonly concat: (a: TextRef, b: TextRef) => TextRef;
  readonly substringFrom: (t: TextRef, from: number) => TextRef;
  readonly substring: (t: TextRef, from: number, count: number) => TextRef;
  readonly left: (t: TextRef, n: number) => TextRef;
  readonly right: (t: TextRef, n: number) => TextRef;
  readonly truncate: (t: TextRef, n: number) => TextRef;
  readonly trimSpaces: (t: TextRef) => TextRef;
  readonly ltrimSpaces: (t: TextRef) => TextRef;
  readonly rtrimSpaces: (t: TextRef) => TextRef;
  readonly trim: (t: TextRef, characters: TextRef) => TextRef;
  readonly ltrim: (t: TextRef, characters: TextRef) => TextRef;
  readonly rtrim: (t: TextRef, characters: TextRef) => TextRef;
  readonly replace: (t: TextRef, wanted: TextRef, replacement: TextRef) => TextRef;
  readonly position: (hay: TextRef, needle: TextRef) => number;
  readonly startsWith: (t: TextRef, prefix: TextRef) => number;
  readonly address: (t: TextRef) => number;
  readonly exhausted: () => number;
  readonly lower: (t: TextRef) => TextRef;
  readonly upper: (t: TextRef) => TextRef;
  readonly matches: (t: TextRef, pattern: TextRef, escapedBy: TextRef) => number;
}

let kernel: Kernel<TextFunctions>;
beforeAll(async () => {
  kernel = await loadKernel<TextFunctions>(`
    import { CaseMap } from "kernel/case-map";
    import { Like } from "kernel/like";
    import { Scratch } from "kernel/scratch";
    import { Text } from "kernel/text";
    export function equals(a: u64, b: u64): bool { return Text.equals(a, b); }
    export function compare(a: u64, b: u64): i32 { return Text.compare(a, b); }
    export function hash(t: u64): u64 { return Text.hash(t); }
    export function length(t: u64): i32 { return Text.length(t); }
    export function bytes(t: u64): i32 { return Text.bytes(Text.of(Text.address(t), Text.bytes(t))); }
    export function concat(a: u64, b: u64): u64 { return Text.concat(a, b); }
    export function substringFrom(t: u64, from: i32): u64 { return Text.substringFrom(t, from); }
    export function substring(t: u64, from: i32, count: i32): u64 { return Text.substring(t, from, count); }
    export function left(t: u64, n: i32): u64 { return Text.left(t, n); }
    export function right(t: u64, n: i32): u64 { return Text.right(t, n); }
    export function truncate(t: u64, n: i32): u64 { return Text.truncate(t, n); }
    export function trimSpaces(t: u64): u64 { return Text.trimSpaces(t); }
    export function ltrimSpaces(t: u64): u64 { return Text.ltrimSpaces(t); }
    export function rtrimSpaces(t: u64): u64 { return Text.rtrimSpaces(t); }
    export function trim(t: u64, characters: u64): u64 { return Text.trim(t, characters); }
    export function ltrim(t: u64, characters: u64): u64 { return Text.ltrim(t, characters); }
    export function rtrim(t: u64, characters: u64): u64 { return Text.rtrim(t, characters); }
    export function replace(t: u64, wanted: u64, by: u64): u64 { return Text.replace(t, wanted, by); }
    export function position(hay: u64, needle: u64): i32 { return Text.position(hay, needle); }
    export function startsWith(t: u64, prefix: u64): bool { return Text.startsWith(t, prefix); }
    export function address(t: u64): usize { return Text.address(t); }
    export function exhausted(): bool { return Scratch.exhausted; }
    export function lower(t: u64): u64 { return CaseMap.lower(t); }
    export function upper(t: u64): u64 { return CaseMap.upper(t); }
    export function matches(t: u64, pattern: u64, escapedBy: u64): bool { return Like.matches(t, pattern, escapedBy); }
  `);
});

const INT_MAX = 2 ** 31 - 1;
const INT_MIN = -(2 ** 31);

type Name = keyof TextFunctions;
/** Calls a function with texts put into memory; a failure is returned as its code, a text as a string. */
function call(name: Name, ...args: readonly (string | number)[]): string | number {
  kernel.reset();
  const operands = args.map((arg) => (typeof arg === "string" ? kernel.put(arg) : arg));
  const result = (kernel.call[name] as (...operands: readonly unknown[]) => number | bigint)(...operands);
  const code = kernel.failure();
  if (code) return code;
  return typeof result === "bigint" ? kernel.text(result) : result;
}

describe("by hand, as PostgreSQL answers", () => {
  const rows: readonly (readonly [Name, readonly (string | number)[], string | number])[] = [
    ["length", ["héllo"], 5],
    ["length", ["😀"], 1],
    ["length", [""], 0],
    ["bytes", ["héllo"], 6],
    ["concat", ["", ""], ""],
    ["concat", ["a", "é"], "aé"],
    ["substring", ["héllo", 2, 3], "éll"],
    ["substring", ["hello", 0, 3], "he"],
    ["substring", ["hello", -1, 3], "h"],
    ["substring", ["hello", 4, 9], "lo"],
    ["substring", ["hello", 10, 2], ""],
    ["substring", ["hello", 2, 0], ""],
    ["substring", ["hello", 2, INT_MAX], "ello"],
    ["substring", ["hello", INT_MAX, INT_MAX], ""],
    ["substring", ["hello", INT_MIN, INT_MAX], ""],
    ["substring", ["hello", INT_MIN, 0], ""],
    ["substring", ["hello", 2, -1], INVALID_SUBSTRING],
    ["substring", ["hello", -5, -1], INVALID_SUBSTRING],
    ["substring", ["", 10, INT_MIN], INVALID_SUBSTRING],
    ["substringFrom", ["héllo", 3], "llo"],
    ["substringFrom", ["hello", -3], "hello"],
    ["substringFrom", ["hello", 6], ""],
    ["substringFrom", ["hello", INT_MAX], ""],
    ["left", ["héllo", 2], "hé"],
    ["left", ["hello", -2], "hel"],
    ["left", ["hello", -9], ""],
    ["left", ["hello", INT_MIN], ""],
    ["right", ["hé", 5], "hé"],
    ["right", ["hello", -2], "llo"],
    ["right", ["hello", 0], ""],
    ["right", ["hello", INT_MIN], ""],
    ["right", ["hello", INT_MAX], "hello"],
    ["truncate", ["héllo", 2], "hé"],
    ["truncate", ["hé", 2], "hé"],
    ["trimSpaces", ["  a b \t "], "a b \t"],
    ["trimSpaces", ["   "], ""],
    ["ltrimSpaces", ["  a "], "a "],
    ["rtrimSpaces", ["  a "], "  a"],
    ["trim", ["éaé", "é"], "a"],
    ["trim", [" a ", ""], " a "],
    ["ltrim", ["xxyxa", "xy"], "a"],
    ["rtrim", ["aéé", "é"], "a"],
    ["rtrim", ["ëé", "é"], "ë"],
    ["replace", ["aaa", "aa", "b"], "ba"],
    ["replace", ["abc", "", "x"], "abc"],
    ["replace", ["", "a", "b"], ""],
    ["replace", ["a-b-c", "-", ""], "abc"],
    ["replace", ["a-b-c", "-", " - "], "a - b - c"],
    ["position", ["héllo", "l"], 3],
    ["position", ["abc", ""], 1],
    ["position", ["", "a"], 0],
    ["position", ["", ""], 1],
    ["position", ["abc", "abcd"], 0],
    // Behind a text in its buffer stand nines.
    ["position", ["xxxab", "ab9"], 0],
    ["replace", ["xab", "ab9", "y"], "xab"],
    ["startsWith", ["abc", ""], 1],
    ["startsWith", ["abc", "ab"], 1],
    ["startsWith", ["abc", "abcd"], 0],
    ["startsWith", ["abc", "b"], 0],
    ["compare", ["a", "B"], 1],
    ["compare", ["Z", "a"], -1],
    ["compare", ["z", "é"], -1],
    ["compare", ["abc", "abcd"], -1],
    ["compare", ["", ""], 0],
    ["compare", ["a", "a\0"], -1],
    ["compare", ["￿", "😀"], -1],
    ["equals", ["a", "a "], 0],
    ["equals", ["", ""], 1],
  ];
  test.each(rows)("%s%j = %j", (name, args, expected) => expect(call(name, ...args)).toBe(expected));
});

describe("as code points in arrays", () => {
  const slice = (text: string, from: number, to: number) =>
    [...text].slice(Math.max(from, 0), Math.max(to, 0)).join("");
  const trimmed = (text: string, set: string, atStart: boolean, atEnd: boolean) => {
    const points = [...text];
    while (atStart && points.length && [...set].includes(points[0]!)) points.shift();
    while (atEnd && points.length && [...set].includes(points.at(-1)!)) points.pop();
    return points.join("");
  };
  const encoder = new TextEncoder();
  const reference: Readonly<Partial<Record<Name, (...args: never[]) => string | number>>> = {
    length: (t: string) => [...t].length,
    bytes: (t: string) => encoder.encode(t).length,
    equals: (a: string, b: string) => Number(a === b),
    compare: (a: string, b: string) => Buffer.compare(encoder.encode(a), encoder.encode(b)),
    concat: (a: string, b: string) => a + b,
    startsWith: (t: string, prefix: string) => Number(t.startsWith(prefix)),
    position: (hay: string, needle: string) => {
      const index = hay.indexOf(needle);
      return index < 0 ? 0 : [...hay.slice(0, index)].length + 1;
    },
    replace: (t: string, wanted: string, by: string) => (wanted ? t.replaceAll(wanted, () => by) : t),
    trim: (t: string, set: string) => trimmed(t, set, true, true),
    ltrim: (t: string, set: string) => trimmed(t, set, true, false),
    rtrim: (t: string, set: string) => trimmed(t, set, false, true),
    trimSpaces: (t: string) => trimmed(t, " ", true, true),
    ltrimSpaces: (t: string) => trimmed(t, " ", true, false),
    rtrimSpaces: (t: string) => trimmed(t, " ", false, true),
    left: (t: string, n: number) => slice(t, 0, n >= 0 ? n : [...t].length + n),
    right: (t: string, n: number) => slice(t, n >= 0 ? [...t].length - n : -n, Infinity),
    truncate: (t: string, n: number) => slice(t, 0, n),
    substringFrom: (t: string, from: number) => slice(t, from - 1, Infinity),
    substring: (t: string, from: number, n: number) => (n < 0 ? INVALID_SUBSTRING : slice(t, from - 1, from - 1 + n)),
  };
  type Counts = Readonly<Partial<Record<Name, number>>>;
  const numbers: Counts = { left: 1, right: 1, truncate: 1, substringFrom: 1, substring: 2 };
  const pairs: Counts = { equals: 2, compare: 2, concat: 2, startsWith: 2, position: 2, trim: 2, ltrim: 2, rtrim: 2 };
  const texts: Counts = { ...pairs, replace: 3 };

  test.each(Object.keys(reference) as Name[])("%s", (name) => {
    const random = new Random(41);
    for (let i = 0; i < 3_000; i++) {
      const first = (random.below(2) ? randomText : repetitiveText)(random, random.pick([3, 10, 70]));
      const args: (string | number)[] = [first];
      for (let n = texts[name] ?? 1; n > 1; n--) args.push(related(first, random));
      for (let n = numbers[name] ?? 0; n > 0; n--)
        args.push(random.below(8) ? random.between(-9, 80) : random.u32() | 0);
      const expected = (reference[name] as (...args: readonly unknown[]) => string | number)(...args);
      const result = call(name, ...args);
      if (result !== expected) expect.fail(`${name}${JSON.stringify(args)}: ${JSON.stringify(result)}`);
    }
  });

  /** A part of the text, the text with one change, or another one. */
  function related(text: string, random: Random): string {
    const points = [...text];
    const from = random.below(points.length + 1);
    const kind = random.below(5);
    if (kind === 0) return points.slice(0, from).join("");
    if (kind === 1) return points.slice(from, from + 1 + random.below(20)).join("");
    if (kind === 2) return text;
    if (kind === 3) return points.toSpliced(from, 1, "b").join("");
    return repetitiveText(random, 3);
  }
});

describe("memory", () => {
  test("a slice is a view", () => {
    const text = kernel.put("héllo");
    expect(kernel.call.address(kernel.call.substring(text, 2, 2))).toBe(kernel.call.address(text) + 1);
    expect(kernel.call.address(kernel.call.trimSpaces(text))).toBe(kernel.call.address(text));
  });

  test("a long text is copied whole", () => {
    const text = "0123456789é".repeat(3_000);
    expect(call("concat", text, text)).toBe(text + text);
    expect(call("replace", text, "é", "ee")).toBe(text.replaceAll("é", "ee"));
  });

  test("a text too long for memory is empty and says so", () => {
    kernel.reset();
    const wanted = kernel.put("a".repeat(100_000));
    const long = kernel.put("b".repeat(100_000));
    expect(kernel.call.exhausted()).toBe(0);
    expect(kernel.call.replace(wanted, kernel.put("a"), long)).toBe(0n);
    expect(kernel.call.exhausted()).toBe(1);
  });
});

test("bytes that are no text do no harm", () => {
  const random = new Random(42);
  const slices: readonly Name[] = ["substringFrom", "substring", "left", "right", "truncate", "trim", "ltrim", "rtrim"];
  for (let i = 0; i < 5_000; i++) {
    const bytes = Uint8Array.from({ length: random.below(20) }, () =>
      random.pick([0x20, 0x61, 0x80, 0xbf, 0xc3, 0xe2, 0xf0]),
    );
    const text = kernel.put(bytes);
    const other = kernel.put(bytes.slice(random.below(bytes.length + 1)));
    for (const name of slices) {
      const second = name.endsWith("trim") ? other : random.between(-2, 20);
      const slice = (kernel.call[name] as (...args: readonly unknown[]) => bigint)(text, second, random.below(9));
      const [start, end] = [kernel.call.address(slice), kernel.call.address(slice) + kernel.call.bytes(slice)];
      if (end === start) continue;
      expect(start, name).toBeGreaterThanOrEqual(kernel.call.address(text));
      expect(end, name).toBeLessThanOrEqual(kernel.call.address(text) + bytes.length);
      expect(start, name).toBeLessThan(end);
    }
    kernel.reset();
    kernel.call.replace(text, other, text);
    kernel.call.position(text, other);
    kernel.call.lower(text);
    kernel.call.upper(text);
    kernel.call.matches(text, other, other);
    kernel.failure();
  }
});

test("a text may end where the last block of memory does", async () => {
  const source = (padding: number) => `
    import { Memory } from "kernel/memory";
    import { Text } from "kernel/text";
    export function padding(): usize { return memory.data(${padding}); }
    export function heapBase(): usize { return __heap_base; }
    export function allocate(bytes: usize): usize { return Memory.alloc(bytes); }
    export function compare(a: u64, b: u64): i32 { return Text.compare(a, b); }
    export function length(t: u64): i32 { return Text.length(t); }
    export function position(hay: u64, needle: u64): i32 { return Text.position(hay, needle); }
  `;
  interface Module {
    readonly heapBase: () => number;
    readonly allocate: (bytes: number) => number;
    readonly compare: (a: TextRef, b: TextRef) => number;
    readonly length: (t: TextRef) => number;
    readonly position: (hay: TextRef, needle: TextRef) => number;
  }
  // Padded so that the first block of a page ends exactly with a page.
  const page = 65_536;
  const unpadded = (await instantiate(source(64))) as unknown as Module;
  const padded = await instantiate(source(64 + page - (unpadded.heapBase() % page)));
  const { heapBase, allocate, compare, length, position } = padded as unknown as Module;
  expect(heapBase() % page).toBe(0);
  const block = allocate(page);
  new Uint8Array(padded.memory.buffer).fill(0x61, block, block + page);
  for (const bytes of [0, 1, 7, 8, 15, 17, 33]) {
    const text = (BigInt(bytes) << 32n) | BigInt(block + page - bytes);
    expect(compare(text, text)).toBe(0);
    expect(length(text)).toBe(bytes);
    expect(position(text, text)).toBe(1);
  }
});
