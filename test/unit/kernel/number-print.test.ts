import { beforeAll, describe, expect, test } from "vitest";
import {
  bitsToDouble,
  bitsToReal,
  doubleBits,
  exactDecimal,
  nearestBits,
  REAL,
  readDecimal,
  realBits,
} from "./binary-formats.ts";
import { type Kernel, loadKernel } from "./kernel.ts";
import { Random } from "./random.ts";

interface Print {
  readonly printI64: (value: bigint, at: number) => number;
  readonly printF64: (value: number, at: number) => number;
  readonly printF32: (value: number, at: number) => number;
}

let kernel: Kernel<Print>;
let at = 0;
beforeAll(async () => {
  kernel = await loadKernel<Print>(`
    import { NumberPrint } from "kernel/number-print";
    export function printI64(v: i64, at: usize): i32 { return NumberPrint.i64(v, at); }
    export function printF64(v: f64, at: usize): i32 { return NumberPrint.f64(v, at); }
    export function printF32(v: f32, at: usize): i32 { return NumberPrint.f32(v, at); }
  `);
  [at] = kernel.range(new Uint8Array(64));
});

const i64 = (value: bigint) => kernel.textAt(at, kernel.call.printI64(value, at));
const f64 = (value: number) => kernel.textAt(at, kernel.call.printF64(value, at));
const f32 = (value: number) => kernel.textAt(at, kernel.call.printF32(value, at));

test("integers of every length", () => {
  for (let power = 0n; power <= 63n; power++) {
    for (const value of [2n ** power, 2n ** power - 1n, -(2n ** power)]) {
      if (value < 2n ** 63n) expect(i64(value)).toBe(String(value));
    }
  }
  for (let digits = 0; digits <= 18; digits++) {
    for (const value of [10n ** BigInt(digits), 10n ** BigInt(digits) - 1n]) expect(i64(value)).toBe(String(value));
  }
  const random = new Random(11);
  for (let i = 0; i < 100_000; i++) {
    const value = random.i64();
    if (i64(value) !== String(value)) expect.fail(`${value}: ${i64(value)}`);
  }
});

describe("f64", () => {
  test.each([
    [1, "1"],
    [0.1, "0.1"],
    [-0, "-0"],
    [0, "0"],
    [Number.NaN, "NaN"],
    [Infinity, "Infinity"],
    [-Infinity, "-Infinity"],
    [100, "100"],
    [123456.789, "123456.789"],
    [0.0001, "0.0001"],
    [0.00012345, "0.00012345"],
    [0.00001, "1e-05"],
    [1e-7, "1e-07"],
    [-1.5e-7, "-1.5e-07"],
    [123456789012345, "123456789012345"],
    [999999999999999, "999999999999999"],
    [1e14, "100000000000000"],
    [1e15, "1e+15"],
    [1234567890123456, "1.234567890123456e+15"],
    [1e21, "1e+21"],
    [1e23, "1e+23"],
    [1e100, "1e+100"],
    [5e-324, "5e-324"],
    [2.2250738585072014e-308, "2.2250738585072014e-308"],
    [Number.MAX_VALUE, "1.7976931348623157e+308"],
    [2 ** 53, "9.007199254740992e+15"],
    [-0.00012345678901234567, "-0.00012345678901234567"],
  ])("%d", (value, text) => expect(f64(value)).toBe(text));

  test("random bit patterns have JavaScript's digits", () => {
    const random = new Random(12);
    for (let i = 0; i < 200_000; i++) agree(bitsToDouble(random.u64()));
  });

  test("short decimals, whole numbers and powers of two", () => {
    const random = new Random(13);
    for (let i = 0; i < 50_000; i++) {
      agree(Number(`${random.digits(1 + random.below(17))}e${random.between(-30, 30)}`));
      agree(random.below(2 ** 31) * 2 ** random.below(23));
    }
    for (let power = -1074; power < 1024; power++) {
      const bits = doubleBits(2 ** power);
      for (const near of [bits - 1n, bits, bits + 1n]) agree(bitsToDouble(near));
    }
  });

  function agree(value: number): void {
    const text = f64(value);
    if (text !== postgresForm(value, 15, (magnitude) => magnitude.toExponential())) expect.fail(`${value}: ${text}`);
  }
});

describe("f32", () => {
  test.each([
    [0.1, "0.1"],
    [1, "1"],
    [-0, "-0"],
    [100000, "100000"],
    [123456, "123456"],
    [1e6, "1e+06"],
    [1234567, "1.234567e+06"],
    [16777216, "1.6777216e+07"],
    [0.0001, "0.0001"],
    [0.00001, "1e-05"],
    [1.4e-45, "1e-45"],
    [1.17549435e-38, "1.1754944e-38"],
    [3.4028235e38, "3.4028235e+38"],
    [Number.NaN, "NaN"],
    [-Infinity, "-Infinity"],
  ])("%d", (value, text) => expect(f32(value)).toBe(text));

  test("fewest digits, nearest of them, by definition", () => {
    const random = new Random(14);
    for (let i = 0; i < 5_000; i++) agree(BigInt(random.u32()) % REAL.infinity);
    for (let power = 1n; power < 255n; power++) {
      for (const near of [-1n, 0n, 1n]) agree((power << 23n) + near);
    }
  });

  test("100,000 random bit patterns read back", () => {
    const random = new Random(15);
    for (let i = 0; i < 100_000; i++) {
      const value = bitsToReal(BigInt(random.u32()) % REAL.infinity);
      const text = f32(value);
      if (nearestBits(readDecimal(text), REAL) !== realBits(value)) expect.fail(`${value}: ${text}`);
      if (text.replace(/e.*|[-.]/g, "").replace(/^0+/, "").length > 9) expect.fail(`${value}: ${text}`);
    }
  });

  function agree(bits: bigint): void {
    const text = f32(bitsToReal(bits));
    if (text !== postgresForm(bitsToReal(bits), 6, () => shortestReal(bits))) expect.fail(`${bits}: ${text}`);
  }
});

/** `shortest` gives the digits of a positive finite number as `d.ddde±x`. */
function postgresForm(value: number, scientificFrom: number, shortest: (magnitude: number) => string): string {
  if (Number.isNaN(value)) return "NaN";
  const sign = Object.is(Math.abs(value), value) ? "" : "-";
  const magnitude = Math.abs(value);
  if (magnitude === Infinity) return `${sign}Infinity`;
  if (magnitude === 0) return `${sign}0`;
  const [mantissa, power] = shortest(magnitude).split("e");
  const digits = mantissa!.replace(".", "");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < scientificFrom) {
    if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
    const padded = digits.padEnd(exponent + 1, "0");
    return `${sign}${padded.slice(0, exponent + 1)}.${padded.slice(exponent + 1)}`.replace(/\.$/, "");
  }
  const point = digits.length > 1 ? "." : "";
  const width = String(Math.abs(exponent)).padStart(2, "0");
  return `${sign}${digits[0]}${point}${digits.slice(1)}e${exponent < 0 ? "-" : "+"}${width}`;
}

/** Among the decimals with n digits around the number, the nearest that reads back, for the smallest such n. */
function shortestReal(bits: bigint): string {
  const exact = readDecimal(exactDecimal(bits, false, REAL));
  const size = String(exact.digits).length;
  for (let count = 1; ; count++) {
    const unit = 10n ** BigInt(Math.max(size - count, 0));
    const below = exact.digits / unit;
    const candidates = [below, below + 1n]
      .map((digits) => ({ digits, distance: abs(digits * unit - exact.digits) }))
      .filter(
        ({ digits }) =>
          nearestBits({ negative: false, digits, exponent: exact.exponent + String(unit).length - 1 }, REAL) === bits,
      )
      .sort((a, b) =>
        a.distance < b.distance ? -1 : a.distance > b.distance ? 1 : Number((a.digits & 1n) - (b.digits & 1n)),
      );
    const best = candidates[0];
    if (best === undefined) continue;
    const text = String(best.digits);
    const digits = text.replace(/0+$/, "");
    const exponent = text.length - 1 + exact.exponent + String(unit).length - 1;
    return `${digits[0]}.${digits.slice(1)}e${exponent}`;
  }
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
