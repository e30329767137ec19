import { beforeAll, describe, expect, test } from "vitest";
import { OUT_OF_RANGE } from "../../../runtime/assembly/codes.ts";
import { bitsToDouble, bitsToReal, DOUBLE, nearestBits } from "./binary-formats.ts";
import { type Kernel, loadKernel } from "./kernel.ts";
import { Random } from "./random.ts";

interface Numbers {
  readonly compareF64: (a: number, b: number) => number;
  readonly equalF64: (a: number, b: number) => number;
  readonly compareF32: (a: number, b: number) => number;
  readonly equalF32: (a: number, b: number) => number;
  readonly sign: (v: number) => number;
  readonly canonicalF64: (bits: bigint) => bigint;
  readonly canonicalF32: (bits: number) => number;
  readonly f64ToI64: (v: number) => bigint;
  readonly f64ToI32: (v: number) => number;
  readonly f64ToI16: (v: number) => number;
  readonly f64ToI8: (v: number) => number;
  readonly f64ToF32: (v: number) => number;
  readonly i64ToF64: (v: bigint) => number;
  readonly sum128ToF64: (low: bigint, high: bigint) => number;
  readonly addOverflows64: (a: bigint, b: bigint) => number;
  readonly subtractOverflows64: (a: bigint, b: bigint) => number;
  readonly multiplyOverflows64: (a: bigint, b: bigint) => number;
  readonly outOfI32: (v: bigint) => number;
  readonly outOfI16: (v: number) => number;
  readonly outOfI8: (v: number) => number;
}

let kernel: Kernel<Numbers>;
beforeAll(async () => {
  kernel = await loadKernel<Numbers>(`
    import { Checked } from "kernel/checked";
    import { Numeric } from "kernel/numeric";
    export function compareF64(a: f64, b: f64): i32 { return Numeric.compareF64(a, b); }
    export function equalF64(a: f64, b: f64): bool { return Numeric.equalF64(a, b); }
    export function compareF32(a: f32, b: f32): i32 { return Numeric.compareF32(a, b); }
    export function equalF32(a: f32, b: f32): bool { return Numeric.equalF32(a, b); }
    export function sign(v: f64): f64 { return Numeric.sign(v); }
    export function canonicalF64(bits: u64): u64 { return Numeric.canonicalF64(reinterpret<f64>(bits)); }
    export function canonicalF32(bits: u32): u32 { return Numeric.canonicalF32(reinterpret<f32>(bits)); }
    export function f64ToI64(v: f64): i64 { return Numeric.f64ToI64(v); }
    export function f64ToI32(v: f64): i32 { return Numeric.f64ToI32(v); }
    export function f64ToI16(v: f64): i32 { return Numeric.f64ToI16(v); }
    export function f64ToI8(v: f64): i32 { return Numeric.f64ToI8(v); }
    export function f64ToF32(v: f64): f32 { return Numeric.f64ToF32(v); }
    export function i64ToF64(v: i64): f64 { return Numeric.i64ToF64(v); }
    export function sum128ToF64(low: i64, high: i64): f64 { return Numeric.sum128ToF64(low, high); }
    export function addOverflows64(a: i64, b: i64): bool { return Checked.addOverflows64(a, b, a + b); }
    export function subtractOverflows64(a: i64, b: i64): bool { return Checked.subtractOverflows64(a, b, a - b); }
    export function multiplyOverflows64(a: i64, b: i64): bool { return Checked.multiplyOverflows64(a, b); }
    export function outOfI32(v: i64): bool { return Checked.outOfI32(v); }
    export function outOfI16(v: i32): bool { return Checked.outOfI16(v); }
    export function outOfI8(v: i32): bool { return Checked.outOfI8(v); }
  `);
});

describe("order and equality", () => {
  /** Ascending; the numbers of one entry are equal. */
  const ascending = [[-Infinity], [-1.5], [-5e-324], [-0, 0], [5e-324], [1.5], [Infinity], [Number.NaN, -Number.NaN]];

  test("of every pair, NaN above all and equal to itself", () => {
    ascending.forEach((left, i) => {
      ascending.forEach((right, j) => {
        for (const a of left) {
          for (const b of right) {
            const order = Math.sign(i - j);
            expect(kernel.call.compareF64(a, b), `${a} ${b}`).toBe(order);
            expect(kernel.call.equalF64(a, b), `${a} ${b}`).toBe(Number(order === 0));
            // As f32, the smallest doubles are 0.
            if (Math.fround(a) !== a || Math.fround(b) !== b) continue;
            expect(kernel.call.compareF32(a, b), `${a} ${b}`).toBe(order);
            expect(kernel.call.equalF32(a, b), `${a} ${b}`).toBe(Number(order === 0));
          }
        }
      });
    });
    expect(kernel.call.compareF32(Number.NaN, Infinity)).toBe(1);
    expect(kernel.call.equalF32(Number.NaN, Number.NaN)).toBe(1);
  });

  test("group keys have equal bits exactly if they are equal", () => {
    const nans = [0x7ff8000000000000n, 0xfff8000000000000n, 0x7ff0000000000001n, 0xffffffffffffffffn];
    expect(new Set(nans.map(kernel.call.canonicalF64))).toEqual(new Set([0x7ff8000000000000n]));
    expect(kernel.call.canonicalF64(1n << 63n)).toBe(0n);
    expect(kernel.call.canonicalF64(0x3ff0000000000001n)).toBe(0x3ff0000000000001n);
    expect(BigInt.asUintN(64, kernel.call.canonicalF64(0x8000000000000001n))).toBe(0x8000000000000001n);
    const shortNans = [0x7fc00000, 0xffc00000, 0x7f800001, 0xffffffff];
    expect(new Set(shortNans.map(kernel.call.canonicalF32))).toEqual(new Set([0x7fc00000]));
    expect(kernel.call.canonicalF32(0x80000000)).toBe(0);
    expect(kernel.call.canonicalF32(0x3f800001)).toBe(0x3f800001);
  });

  test("sign", () => {
    const values = [-3.5, -5e-324, -0, 0, 2, Infinity, -Infinity, Number.NaN];
    expect(values.map(kernel.call.sign)).toEqual([-1, -1, 0, 0, 1, 1, -1, Number.NaN]);
  });
});

describe("conversions", () => {
  const outcome = <T>(value: T) => (kernel.failure() === OUT_OF_RANGE ? "out of range" : value);

  test.each([
    [0.5, 0],
    [1.5, 2],
    [2.5, 2],
    [-2.5, -2],
    [-0.5, 0],
    [126.5, 126],
    [127.4, 127],
    [127.5, "out of range"],
    [-128.5, -128],
    [-128.6, "out of range"],
    [Number.NaN, "out of range"],
    [-Infinity, "out of range"],
    [1e300, "out of range"],
  ])("%d to TINYINT: %s", (v, expected) => expect(outcome(kernel.call.f64ToI8(v))).toBe(expected));

  test.each([
    [32767.5, "out of range"],
    [32767.49, 32767],
    [-32768.5, -32768],
    [-32768.51, "out of range"],
    [Number.NaN, "out of range"],
  ])("%d to SMALLINT: %s", (v, expected) => expect(outcome(kernel.call.f64ToI16(v))).toBe(expected));

  test.each([
    [2147483647, 2147483647],
    [2147483647.5, "out of range"],
    [2147483648, "out of range"],
    [-2147483648.5, -2147483648],
    [-2147483649, "out of range"],
    [Number.NaN, "out of range"],
    [Infinity, "out of range"],
  ])("%d to INTEGER: %s", (v, expected) => expect(outcome(kernel.call.f64ToI32(v))).toBe(expected));

  test.each([
    [-9.5, -10n],
    [2 ** 52 - 1 + 0.5, 2n ** 52n],
    [2 ** 63 - 1024, 2n ** 63n - 1024n],
    [2 ** 63, "out of range"],
    [-(2 ** 63), -(2n ** 63n)],
    [-(2 ** 63) - 2048, "out of range"],
    [Number.NaN, "out of range"],
    [Infinity, "out of range"],
    [-Infinity, "out of range"],
  ])("%d to BIGINT: %s", (v, expected) => expect(outcome(kernel.call.f64ToI64(v))).toBe(expected));

  test.each([
    [0.1, Math.fround(0.1)],
    [3.4028235677973362e38, bitsToReal(0x7f7fffffn)],
    [3.4028235677973366e38, "out of range"],
    [-1e39, "out of range"],
    [Infinity, Infinity],
    [Number.NaN, Number.NaN],
    [1e-60, 0],
    [-1e-60, -0],
  ])("%d to REAL: %s", (v, expected) => expect(outcome(kernel.call.f64ToF32(v))).toBe(expected));

  test("BIGINT to DOUBLE", () => {
    expect(kernel.call.i64ToF64(9007199254740993n)).toBe(9007199254740992);
    expect(kernel.call.i64ToF64(-(2n ** 63n))).toBe(-(2 ** 63));
  });

  test("sums of 128 bits, rounded once", () => {
    const check = (sum: bigint) => {
      const magnitude = { negative: false, digits: sum < 0n ? -sum : sum, exponent: 0 };
      const expected = bitsToDouble(nearestBits(magnitude, DOUBLE));
      const value = kernel.call.sum128ToF64(BigInt.asIntN(64, sum), sum >> 64n);
      if (!Object.is(value, sum < 0n ? -expected : expected)) expect.fail(`${sum}: ${value}`);
    };
    for (let power = 0n; power <= 126n; power++) {
      for (const near of [-1n, 0n, 1n]) {
        check(2n ** power + near);
        check(-(2n ** power) + near);
        // The middle between two doubles, and its neighbours.
        if (power > 53n) check(2n ** power + 2n ** (power - 53n) + near);
        if (power > 53n) check(2n ** power + 3n * 2n ** (power - 53n) + near);
      }
    }
    check(2n ** 127n - 1n);
    check(-(2n ** 127n));
    const random = new Random(21);
    for (let i = 0; i < 20_000; i++) {
      const sum = BigInt.asIntN(128, (random.u64() << 64n) | random.u64()) >> BigInt(random.below(128));
      check(sum);
      // Zeros below the first bits, so that ties happen.
      const low = BigInt(random.below(75));
      check((sum >> low) << low);
    }
  });
});

describe("overflow", () => {
  const fits = (v: bigint) => v >= -(2n ** 63n) && v < 2n ** 63n;
  const edges = [0n, 1n, -1n, 2n, -2n, 2n ** 31n, -(2n ** 31n), 2n ** 32n, 3037000499n, 3037000500n, -3037000500n];
  const extremes = [2n ** 62n, -(2n ** 62n), 2n ** 63n - 1n, -(2n ** 63n), 2n ** 63n - 2n, -(2n ** 63n) + 1n];

  function agree(a: bigint, b: bigint): void {
    const { addOverflows64, subtractOverflows64, multiplyOverflows64 } = kernel.call;
    if (addOverflows64(a, b) !== Number(!fits(a + b))) expect.fail(`${a} + ${b}`);
    if (subtractOverflows64(a, b) !== Number(!fits(a - b))) expect.fail(`${a} - ${b}`);
    if (multiplyOverflows64(a, b) !== Number(!fits(a * b))) expect.fail(`${a} * ${b}`);
  }

  test("of BIGINT at the edges and at random", () => {
    const values = [...edges, ...extremes];
    for (const a of values) for (const b of values) agree(a, b);
    const random = new Random(22);
    for (let i = 0; i < 100_000; i++) agree(random.i64(), random.i64());
    // Products about the limit.
    for (let i = 0; i < 20_000; i++) {
      const a = random.i64() | 1n;
      for (const near of [-1n, 0n, 1n]) agree(a, BigInt.asIntN(64, 2n ** 63n / a + near));
    }
  });

  test("of narrower types", () => {
    const { outOfI32, outOfI16, outOfI8 } = kernel.call;
    expect([2n ** 31n - 1n, -(2n ** 31n), 2n ** 31n, -(2n ** 31n) - 1n, 2n ** 32n].map(outOfI32)).toEqual([
      0, 0, 1, 1, 1,
    ]);
    expect([32767, -32768, 32768, -32769, 65536].map(outOfI16)).toEqual([0, 0, 1, 1, 1]);
    expect([127, -128, 128, -129, 256].map(outOfI8)).toEqual([0, 0, 1, 1, 1]);
  });
});
