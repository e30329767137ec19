/** The kernel beside PostgreSQL, on samples: casts, float text, substring, trim and the like, LIKE, dates. */
import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type BinaryFormat,
  bitsToDouble,
  bitsToReal,
  DOUBLE,
  doubleBits,
  exactDecimal,
  REAL,
  readDecimal,
  realBits,
} from "./binary-formats.ts";
import { type Kernel, loadKernel, type TextRef } from "./kernel.ts";
import { Random } from "./random.ts";
import { patternFor, randomText, repetitiveText } from "./random-text.ts";

interface Functions {
  readonly toBoolean: (t: TextRef) => number;
  readonly toI64: (t: TextRef) => bigint;
  readonly toI32: (t: TextRef) => number;
  readonly toI16: (t: TextRef) => number;
  readonly toF64: (t: TextRef) => number;
  readonly toF32: (t: TextRef) => number;
  readonly fromF64: (v: number) => TextRef;
  readonly fromF32: (v: number) => TextRef;
  readonly fromDate: (days: number) => TextRef;
  readonly fromTimestamp: (ts: bigint) => TextRef;
  readonly like: (t: TextRef, pattern: TextRef, escapedBy: TextRef) => number;
  readonly substring: (t: TextRef, from: number, count: number) => TextRef;
  readonly left: (t: TextRef, n: number) => TextRef;
  readonly right: (t: TextRef, n: number) => TextRef;
  readonly trim: (t: TextRef, characters: TextRef) => TextRef;
  readonly replace: (t: TextRef, wanted: TextRef, replacement: TextRef) => TextRef;
  readonly position: (t: TextRef, needle: TextRef) => number;
}

const db = new PGlite();
afterAll(() => db.close());

let kernel: Kernel<Functions>;
beforeAll(async () => {
  kernel = await loadKernel<Functions>(`
    import { Like } from "kernel/like";
    import { Text } from "kernel/text";
    import { TextCast } from "kernel/text-cast";
    export function toBoolean(t: u64): bool { return TextCast.toBoolean(t); }
    export function toI64(t: u64): i64 { return TextCast.toI64(t); }
    export function toI32(t: u64): i32 { return TextCast.toI32(t); }
    export function toI16(t: u64): i32 { return TextCast.toI16(t); }
    export function toF64(t: u64): f64 { return TextCast.toF64(t); }
    export function toF32(t: u64): f32 { return TextCast.toF32(t); }
    export function fromF64(v: f64): u64 { return TextCast.fromF64(v); }
    export function fromF32(v: f32): u64 { return TextCast.fromF32(v); }
    export function fromDate(days: i32): u64 { return TextCast.fromDate(days); }
    export function fromTimestamp(ts: i64): u64 { return TextCast.fromTimestamp(ts); }
    export function like(t: u64, pattern: u64, escapedBy: u64): bool { return Like.matches(t, pattern, escapedBy); }
    export function substring(t: u64, from: i32, count: i32): u64 { return Text.substring(t, from, count); }
    export function left(t: u64, n: i32): u64 { return Text.left(t, n); }
    export function right(t: u64, n: i32): u64 { return Text.right(t, n); }
    export function trim(t: u64, characters: u64): u64 { return Text.trim(t, characters); }
    export function replace(t: u64, wanted: u64, by: u64): u64 { return Text.replace(t, wanted, by); }
    export function position(t: u64, needle: u64): i32 { return Text.position(t, needle); }
  `);
});

/** The rows of `select` from the columns, one array for each, named as in `columns`: `t text, n int`. */
async function query<Row>(select: string, columns: string, values: readonly (readonly unknown[])[]): Promise<Row[]> {
  const [names, types] = [0, 1].map((i) => columns.split(", ").map((column) => column.split(" ")[i]!)) as [
    string[],
    string[],
  ];
  const arrays = types.map((type, i) => `$${i + 1}::${type}[]`).join(", ");
  const from = `FROM unnest(${arrays}) WITH ORDINALITY AS input(${names.join(", ")}, row_number)`;
  return (await db.query<Row>(`SELECT ${select} ${from} ORDER BY row_number`, [...values])).rows;
}

describe("text from numbers", () => {
  test("float8 and float4", async () => {
    const random = new Random(16);
    const doubles = Array.from({ length: 1_500 }, (_, i) =>
      i % 2 ? bitsToDouble(random.u64()) : Number(`${random.digits(1 + random.below(16))}e${random.between(-25, 20)}`),
    ).filter((v) => Number.isFinite(v) && v !== 0);
    const reals = Array.from({ length: 1_500 }, (_, i) =>
      i % 2 ? bitsToReal(BigInt(random.u32())) : Math.fround(Number(`${random.digits(6)}e${random.between(-12, 6)}`)),
    ).filter((v) => Number.isFinite(v) && v !== 0);
    // Digits enough to say exactly which number is meant.
    const theirs = [
      ...(await query<{ v: string }>("t::float8::text AS v", "t text", [doubles.map((v) => v.toExponential(17))])),
      ...(await query<{ v: string }>("t::float4::text AS v", "t text", [reals.map((v) => v.toExponential(10))])),
    ];
    const ours = [
      ...doubles.map((v) => printed(kernel.call.fromF64, v, doubleBits(Math.abs(v)), DOUBLE)),
      ...reals.map((v) => printed(kernel.call.fromF32, v, realBits(Math.abs(v)), REAL)),
    ];
    // PostgreSQL shuns a decimal in the very middle between two numbers, though it reads back as the even one.
    const edges = ours.filter(({ isEdge }) => isEdge).length;
    expect(edges).toBeGreaterThan(10);
    expect(edges).toBeLessThan(60);
    const compared = ours.map((_, i) => i).filter((i) => !ours[i]!.isEdge);
    expect(compared.map((i) => ours[i]!.text)).toEqual(compared.map((i) => theirs[i]!.v));
  });

  function printed(print: (v: number) => TextRef, value: number, bits: bigint, format: BinaryFormat) {
    kernel.reset();
    const text = kernel.text(print(value));
    return { text, isEdge: isMiddle(text, bits, format) };
  }

  function isMiddle(text: string, bits: bigint, format: BinaryFormat): boolean {
    const { digits, exponent } = readDecimal(text);
    return [bits, bits - 1n].some((below) => {
      const middle = readDecimal(exactDecimal(below, true, format));
      const scale = exponent - middle.exponent;
      return digits * 10n ** BigInt(Math.max(scale, 0)) === middle.digits * 10n ** BigInt(Math.max(-scale, 0));
    });
  }
});

describe("values from text", () => {
  const pieces = [
    "1",
    "0",
    "9",
    "12",
    "345",
    "2147483647",
    "32768",
    ".",
    "-",
    "+",
    " ",
    "e",
    "E2",
    "e-3",
    "g",
    "inf",
    "NaN",
  ];
  const random = new Random(103);
  const texts = Array.from({ length: 800 }, () =>
    Array.from({ length: random.between(0, 4) }, () => random.pick(pieces)).join(""),
  );
  const words = [
    "true",
    "FALSE",
    "yes",
    "no",
    "on",
    "off",
    "of",
    "o",
    "y",
    "tru",
    "1",
    "0",
    "",
    "t ",
    " f",
    "tt",
    " Yes\n",
  ];

  test.each([
    ["bigint", "toI64", texts],
    ["int", "toI32", texts],
    ["smallint", "toI16", texts],
    ["float8", "toF64", texts],
    ["float4", "toF32", texts],
    ["boolean", "toBoolean", [...texts, ...words]],
  ] as const)("%s", async (type, target, inputs) => {
    const rows = await query<{ v: string | null }>(
      `CASE WHEN pg_input_is_valid(t, '${type}') THEN t::${type}::text END AS v`,
      "t text",
      [inputs],
    );
    const read = (text: string) => {
      if (type === "boolean") return text === "true" ? "1" : "0";
      if (type === "float8") return String(Number(text));
      return type === "float4" ? String(Math.fround(Number(text))) : text;
    };
    const theirs = rows.map(({ v }) => (v === null ? null : read(v)));
    const ours = inputs.map((text) => {
      const value = kernel.call[target](kernel.put(text));
      return kernel.failure() ? null : String(value);
    });
    // PostgreSQL refuses numbers that come to nothing; here they are 0.
    const isUnderflow = (text: string, value: string | null) => value === "0" && /^[^e]*[1-9]/i.test(text);
    const compared = inputs.map((_, i) => i).filter((i) => !isUnderflow(inputs[i]!, ours[i]!));
    expect(compared.filter((i) => ours[i] !== null).length).toBeGreaterThan(20);
    expect(compared.map((i) => [inputs[i], ours[i]])).toEqual(compared.map((i) => [inputs[i], theirs[i]]));
  });
});

test("dates and timestamps as text", async () => {
  const random = new Random(104);
  // PostgreSQL prints years before 1 with BC.
  const instants = Array.from(
    { length: 1_500 },
    () =>
      BigInt(random.between(-62_135_596_800, 253_402_300_799)) * 1_000_000n +
      BigInt(random.pick([0, 5, 120_000, 999_999, 500_000])),
  );
  // Days apart: PostgreSQL multiplies intervals as doubles.
  const ts = `timestamp '1970-01-01' + make_interval(days => (us / 86400000000)::int)
              + us % 86400000000 * interval '1 microsecond'`;
  const rows = await query(`(${ts})::text AS ts, (${ts})::date::text AS day`, "us bigint", [instants.map(String)]);
  kernel.reset();
  const ours = instants.map((us) => ({
    ts: kernel.text(kernel.call.fromTimestamp(us)),
    day: kernel.text(kernel.call.fromDate(Math.floor(Number(us) / 86_400_000_000))),
  }));
  expect(ours).toEqual(rows);
});

test("LIKE", async () => {
  const random = new Random(63);
  const cases = Array.from({ length: 1_500 }, () => {
    const text = repetitiveText(random, 10);
    const [pattern, escapedBy] = [patternFor(text, random), random.pick(["\\", "", "é", "%"])];
    const matched = kernel.call.like(kernel.put(text), kernel.put(pattern), kernel.put(escapedBy));
    return { text, pattern, escapedBy, failed: kernel.failure() !== 0, matched: matched === 1 };
    // A pattern that ends in its escape is refused here always, by PostgreSQL only if it gets that far.
  }).filter(({ failed }) => !failed);
  const rows = await query<{ matched: boolean }>("t LIKE p ESCAPE e AS matched", "t text, p text, e text", [
    cases.map((c) => c.text),
    cases.map((c) => c.pattern),
    cases.map((c) => c.escapedBy),
  ]);
  expect(cases.filter(({ matched }) => matched).length).toBeGreaterThan(300);
  expect(cases.map(({ matched }) => matched)).toEqual(rows.map(({ matched }) => matched));
});

test("text functions", async () => {
  const random = new Random(105);
  // PostgreSQL has no U+0000.
  const text = () => (random.below(2) ? randomText(random, 12) : repetitiveText(random, 12)).replaceAll("\0", "0");
  const cases = Array.from({ length: 1_000 }, () => {
    const t = text();
    const points = [...t];
    const part = random.below(2)
      ? points
          .slice(random.below(points.length + 1))
          .slice(0, 3)
          .join("")
      : text();
    return { t, part, by: random.pick(["", "é", "xyz"]), from: random.between(-5, 15), count: random.between(0, 15) };
  });
  const select = [
    "substring(t, f, c) AS substring",
    "left(t, f) AS left",
    "right(t, f) AS right",
    "btrim(t, p) AS trim",
    "replace(t, p, r) AS replace",
    "strpos(t, p) AS position",
  ];
  const rows = await query(select.join(", "), "t text, p text, r text, f int, c int", [
    cases.map((c) => c.t),
    cases.map((c) => c.part),
    cases.map((c) => c.by),
    cases.map((c) => c.from),
    cases.map((c) => c.count),
  ]);
  const ours = cases.map(({ t, part, by, from, count }) => {
    kernel.reset();
    const { call, put, text: read } = kernel;
    return {
      substring: read(call.substring(put(t), from, count)),
      left: read(call.left(put(t), from)),
      right: read(call.right(put(t), from)),
      trim: read(call.trim(put(t), put(part))),
      replace: read(call.replace(put(t), put(part), put(by))),
      position: call.position(put(t), put(part)),
    };
  });
  expect(ours).toEqual(rows);
});
