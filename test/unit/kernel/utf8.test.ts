import { beforeAll, expect, test } from "vitest";
import { type Kernel, loadKernel } from "./kernel.ts";
import { Random } from "./random.ts";
import { randomText } from "./random-text.ts";

interface Utf8 {
  readonly validate: (start: number, bytes: number) => number;
  readonly codePoints: (start: number, bytes: number) => number;
  readonly advance: (start: number, end: number, n: number) => number;
  readonly last: (start: number, end: number) => number;
  readonly decode: (p: number) => number;
  readonly encode: (codePoint: number, p: number) => number;
}

let kernel: Kernel<Utf8>;
beforeAll(async () => {
  kernel = await loadKernel<Utf8>(`
    import { Utf8 } from "kernel/utf8";
    export function validate(start: usize, bytes: usize): bool { return Utf8.validate(start, bytes); }
    export function codePoints(start: usize, bytes: usize): i32 { return Utf8.codePoints(start, bytes); }
    export function advance(start: usize, end: usize, n: i32): usize { return Utf8.advance(start, end, n); }
    export function last(start: usize, end: usize): usize { return Utf8.last(start, end); }
    export function decode(p: usize): u32 { return Utf8.decode(p); }
    export function encode(codePoint: u32, p: usize): u32 { return Utf8.encode(codePoint, p); }
  `);
});

function isValid(bytes: Uint8Array): boolean {
  const [start, end] = kernel.range(bytes);
  return kernel.call.validate(start, end - start) === 1;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
function decodes(bytes: Uint8Array): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

test("every sequence of two bytes, and of three and four by their first two", () => {
  for (let first = 0; first < 256; first++) {
    for (let second = 0; second < 256; second++) {
      for (const rest of first < 0xe0 ? [[], [0x41]] : [[], [0x80], [0xc0], [0xbf, 0x80], [0x80, 0x41]]) {
        const bytes = new Uint8Array([first, second, ...rest]);
        if (isValid(bytes) !== decodes(bytes)) expect.fail(String(bytes));
      }
    }
  }
});

test("a fault at any place of a text of any length up to 70", () => {
  const faults = [
    [0x80],
    [0xff],
    [0xc0, 0x80],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xe2, 0x82],
    [0xf0, 0x9f],
  ];
  for (const filler of ["a", "é", "€", "😀"]) {
    for (let length = 0; length <= 70; length++) {
      const text = new TextEncoder().encode(filler.repeat(length));
      expect(isValid(text), `${filler} × ${length}`).toBe(true);
      for (const fault of faults) {
        const place = new TextEncoder().encode(filler).length * (length % 7 ? length % 7 : length);
        const bytes = new Uint8Array([...text.slice(0, place), ...fault, ...text.slice(place)]);
        if (isValid(bytes)) expect.fail(`${filler} × ${length} with ${fault} at ${place}`);
      }
    }
  }
});

test("40,000 texts with bytes changed, lost and doubled, as TextDecoder judges them", () => {
  const random = new Random(31);
  let valid = 0;
  for (let i = 0; i < 40_000; i++) {
    const bytes = [...new TextEncoder().encode(randomText(random, 40))];
    for (let changes = random.below(3); changes > 0 && bytes.length > 0; changes--) {
      const place = random.below(bytes.length);
      const kind = random.below(4);
      if (kind === 0) bytes[place] = random.below(256);
      else if (kind === 1) bytes[place]! ^= 1 << random.below(8);
      else if (kind === 2) bytes.splice(place, 1);
      else bytes.splice(place, 0, bytes[place]!);
    }
    const judged = new Uint8Array(bytes);
    const expected = decodes(judged);
    valid += Number(expected);
    if (isValid(judged) !== expected) expect.fail(String(judged));
  }
  expect(valid).toBeGreaterThan(10_000);
  expect(valid).toBeLessThan(35_000);
});

test("code points are counted and walked", () => {
  const random = new Random(32);
  for (let i = 0; i < 3_000; i++) {
    const text = randomText(random, 60);
    const points = [...text];
    const [start, end] = kernel.range(text);
    expect(kernel.call.codePoints(start, end - start), text).toBe(points.length);
    for (const n of [-1, 0, 1, random.below(points.length + 1), points.length, points.length + 1, 2 ** 31 - 1]) {
      const passed = new TextEncoder().encode(points.slice(0, Math.max(n, 0)).join("")).length;
      expect(kernel.call.advance(start, end, n) - start, `${text} ${n}`).toBe(passed);
    }
    if (points.length > 0) {
      const last = new TextEncoder().encode(points.at(-1)).length;
      expect(end - kernel.call.last(start, end)).toBe(last);
    }
  }
});

test("every code point is encoded and decoded", () => {
  const [place] = kernel.range(new Uint8Array(8));
  for (let codePoint = 0; codePoint <= 0x10ffff; codePoint += codePoint < 0x1000 ? 1 : 7) {
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) continue;
    const bytes = kernel.call.encode(codePoint, place);
    if (kernel.textAt(place, bytes) !== String.fromCodePoint(codePoint)) expect.fail(`U+${codePoint.toString(16)}`);
    if (kernel.call.decode(place) !== codePoint) expect.fail(`U+${codePoint.toString(16)}`);
  }
});
