import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { packageFile } from "../../../generator/package-files.ts";
import { LOWER_RUNS, UNICODE_VERSION, UPPER_RUNS } from "../../../runtime/interpreter/case-map.ts";
import { caseMapFiles } from "../../../scripts/tables/case-map.ts";
import { type Kernel, loadKernel, type TextRef } from "./kernel.ts";
import { Random } from "./random.ts";
import { randomText } from "./random-text.ts";

let kernel: Kernel<{ readonly lower: (t: TextRef) => TextRef; readonly upper: (t: TextRef) => TextRef }>;
beforeAll(async () => {
  kernel = await loadKernel(`
    import { CaseMap } from "kernel/case-map";
    export function lower(t: u64): u64 { return CaseMap.lower(t); }
    export function upper(t: u64): u64 { return CaseMap.upper(t); }
  `);
});

function lower(text: string): string {
  kernel.reset();
  return kernel.text(kernel.call.lower(kernel.put(text)));
}

function upper(text: string): string {
  kernel.reset();
  return kernel.text(kernel.call.upper(kernel.put(text)));
}

test.each([
  ["HELLO", "hello"],
  ["Grüße", "grüße"],
  ["ΌΣΟΣ", "όσοσ"], // no final sigma: it would depend on what stands around it
  ["İI", "ii"],
  ["ẞ", "ß"],
  ["ȺȾ", "ⱥⱦ"], // two bytes become three
  ["K", "k"], // the Kelvin sign: three bytes become one
  ["ǅ", "ǆ"],
  ["ᾼ", "ᾳ"],
  ["𐐀😀", "𐐨😀"],
  ["[A-Z]@`{", "[a-z]@`{"],
  ["", ""],
])("lower(%j) = %j", (text, expected) => expect(lower(text)).toBe(expected));

test.each([
  ["hello", "HELLO"],
  ["grüße", "GRÜßE"], // one code point stays one
  ["ŉǰΐ", "ŉǰΐ"],
  ["ﬁ", "ﬁ"],
  ["ᾳᾀ", "ᾼᾈ"],
  ["ıſ", "IS"],
  ["ǅ", "Ǆ"],
  ["ÿµ", "ŸΜ"],
  ["ა", "Ა"],
  ["[a-z]@`{", "[A-Z]@`{"],
])("upper(%j) = %j", (text, expected) => expect(upper(text)).toBe(expected));

/** All code points but surrogates, in texts of some thousand. */
const EVERYTHING = Array.from({ length: 0x110 }, (_, plane) =>
  Array.from({ length: 0x1000 }, (_, i) => plane * 0x1000 + i),
)
  .map((codePoints) => codePoints.filter((codePoint) => codePoint < 0xd800 || codePoint > 0xdfff))
  .filter((codePoints) => codePoints.length > 0);

// Another version of Unicode knows more letters or fewer.
test.runIf(process.versions.unicode === UNICODE_VERSION)(
  "every code point as JavaScript maps it, where that is one",
  () => {
    let changed = 0;
    for (const codePoints of EVERYTHING) {
      const points = codePoints.map((codePoint) => String.fromCodePoint(codePoint));
      const [lowered, uppered] = [[...lower(points.join(""))], [...upper(points.join(""))]];
      points.forEach((point, i) => {
        for (const [ours, theirs] of [
          [lowered[i], point.toLowerCase()],
          [uppered[i], point.toUpperCase()],
        ] as const) {
          changed += Number(ours !== point);
          // Where JavaScript gives several, the simple mapping gives another one or none.
          if ([...theirs].length === 1 && ours !== theirs) expect.fail(`${point}: ${ours}, not ${theirs}`);
        }
      });
    }
    expect(changed).toBeGreaterThan(2_800);
  },
);

test("the interpreter's data says the same", () => {
  const mapping = (runs: readonly number[]) => {
    const map = new Map<number, number>();
    for (let i = 0; i < runs.length; i += 4) {
      const [first, last, step, delta] = runs.slice(i, i + 4) as [number, number, number, number];
      for (let codePoint = first; codePoint <= last; codePoint += step) map.set(codePoint, codePoint + delta);
    }
    return (codePoint: number) => String.fromCodePoint(map.get(codePoint) ?? codePoint);
  };
  const [lowerData, upperData] = [mapping(LOWER_RUNS), mapping(UPPER_RUNS)];
  for (const codePoints of EVERYTHING) {
    const text = String.fromCodePoint(...codePoints);
    expect(lower(text)).toBe(codePoints.map(lowerData).join(""));
    expect(upper(text)).toBe(codePoints.map(upperData).join(""));
  }
});

test("texts are mapped code point by code point", () => {
  const random = new Random(71);
  for (let i = 0; i < 5_000; i++) {
    const text = randomText(random, 50);
    expect(lower(text)).toBe([...text].map(lower).join(""));
    expect(upper(text)).toBe([...text].map(upper).join(""));
  }
});

test("a text that grows stays within its room", async () => {
  const { call, put, text, reset, bytes } = await loadKernel<{
    readonly lower: (t: TextRef) => TextRef;
    readonly allocate: (bytes: number) => number;
  }>(`
    import { CaseMap } from "kernel/case-map";
    import { Memory } from "kernel/memory";
    export function lower(t: u64): u64 { return CaseMap.lower(t); }
    export function allocate(bytes: usize): usize { return Memory.alloc(bytes); }
  `);
  // The text fits a block of 64 KiB, what it becomes does not; the next block lies right behind.
  const letters = 32_700;
  call.lower(put("Ⱥ".repeat(letters)));
  const block = call.allocate(65_536);
  const behind = () => bytes((65_536n << 32n) | BigInt(block));
  const before = behind();
  reset();
  expect(text(call.lower(put("Ⱦ".repeat(letters))))).toBe("ⱦ".repeat(letters));
  expect(behind()).toEqual(before);
});

test.runIf(process.versions.unicode === UNICODE_VERSION)("the files are what the script writes", () => {
  for (const [path, text] of caseMapFiles()) expect(text).toBe(readFileSync(packageFile(path), "utf8"));
});
