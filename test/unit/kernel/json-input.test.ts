/** The decoder's input side: chunks, limits, full lists, the end of memory, checkpoints. */
import { beforeAll, describe, expect, test } from "vitest";
import {
  INVALID_JSON,
  INVALID_UTF8,
  NULL_NOT_ALLOWED,
  ROW_TOO_LONG,
  WRONG_TYPE,
} from "../../../runtime/assembly/codes.ts";
import { DONE, INPUT_ROWS, MORE, OUT_OF_MEMORY } from "../../../runtime/assembly/layout.ts";
import type { Field } from "../../../runtime/plan.ts";
import { compileDecoder, type Decoded, type Decoder } from "./json-decoder.ts";
import { decodeReference } from "./json-reference.ts";

const ROW_BYTES_MAX = 200;
const COLUMNS: readonly Field[] = [
  { name: "a", type: { kind: "BIGINT" }, nullable: false },
  { name: "b", type: { kind: "TEXT", maxLength: null }, nullable: true },
];
const source = { name: "s", columns: COLUMNS };

/** Everything that must not depend on how the input is cut. */
function comparable({ rows, errors }: Decoded): object {
  return { rows: rows.map(({ values, line }) => [values, line]), errors };
}

async function decodeChunks(make: () => Promise<Decoder>, chunks: readonly Uint8Array[]): Promise<Decoded> {
  const decoder = await make();
  for (const chunk of chunks) expect(decoder.push(chunk)).toBe(true);
  expect(decoder.push(new Uint8Array(0), true)).toBe(true);
  return decoder.take();
}

describe("cuts", () => {
  let make: () => Promise<Decoder>;
  beforeAll(async () => {
    make = await compileDecoder(source, { rowBytesMax: ROW_BYTES_MAX });
  });

  const long = (bytes: number) => `{"a":1,"b":"${"x".repeat(bytes - 14)}"}`;
  const corpus = Buffer.concat(
    [
      '\xef\xbb\xbf{"a":1,"b":"first"}\n',
      '{"a":2,"b":"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"}\r\n',
      "\r\n \t\n\n",
      '{"a":3,"b":"\\ud83d\\ude00\\u00e4\\n\\\\"}\n',
      '\xef\xbb\xbf{"a":4}\n',
      '{"\\u0061":5 , "b" : null}\r\r\n',
      '{"b":"\xc3"}\n{"a":6}\n',
      '{"a":"7","b":"\\ud83d"}\n',
      `${long(200)}\n${long(200)}\r\n${long(201)}\r\n`,
      `${long(700)}\r\n${"\r".repeat(300)}\n${" ".repeat(201)}\r\n`,
      `{"a":${"[".repeat(150)}\n{"b":"x"}\n`,
      '{"a":8.5,"c":{"d":[1,2,{"e":"f"}]}}\n',
      '{"a":9,"b":"last"}',
    ].map((line) => Buffer.from(line, "latin1")),
  );

  test("at every byte", async () => {
    const whole = await decodeChunks(make, [corpus]);
    const reference = decodeReference(corpus, {
      columns: COLUMNS,
      required: [0, 1],
      eventTime: null,
      rowBytesMax: ROW_BYTES_MAX,
    });
    expect(whole.rows.map(({ values }) => values)).toEqual(reference.rows);
    expect(whole.errors.map(({ sample, ...error }) => error)).toEqual(reference.errors);
    expect(reference.rows.length).toBe(8);
    expect(new Set(reference.errors.map(({ code }) => code))).toEqual(
      new Set([INVALID_JSON, INVALID_UTF8, NULL_NOT_ALLOWED, ROW_TOO_LONG, WRONG_TYPE]),
    );
    for (let cut = 0; cut <= corpus.length; cut++) {
      const halves = await decodeChunks(make, [corpus.subarray(0, cut), corpus.subarray(cut)]);
      expect(comparable(halves), `cut at ${cut}`).toEqual(comparable(whole));
    }
  });

  test.each([1, 2, 3, 7, 64, 255, 256, 257, 258])("into pieces of %i bytes", async (size) => {
    const pieces = Array.from({ length: Math.ceil(corpus.length / size) }, (_, i) =>
      corpus.subarray(i * size, (i + 1) * size),
    );
    const empty = new Uint8Array(0);
    const whole = await decodeChunks(make, [corpus]);
    expect(comparable(await decodeChunks(make, pieces))).toEqual(comparable(whole));
    expect(
      comparable(
        await decodeChunks(
          make,
          pieces.flatMap((piece) => [empty, piece, empty]),
        ),
      ),
    ).toEqual(comparable(whole));
  });

  test("the last line needs a newline unless it is the last", async () => {
    const decoder = await make();
    decoder.push(Buffer.from('{"a":1}\n{"a":2}'));
    expect(decoder.take().rows.length).toBe(1);
    decoder.push(Buffer.from("\n"));
    expect(decoder.take().rows.length).toBe(1);
    decoder.push(Buffer.from('{"a":3}'), true);
    expect(decoder.take().rows.length).toBe(1);
    decoder.drain(0, true);
    expect(decoder.take()).toEqual({ rows: [], errors: [] });
  });

  test("nothing at all", async () => {
    const decoder = await make();
    expect(decoder.drain(0, true)).toBe(true);
    expect(decoder.push(new Uint8Array(0))).toBe(true);
    expect(decoder.push(new Uint8Array(0), true)).toBe(true);
    expect(decoder.take()).toEqual({ rows: [], errors: [] });
    expect(decoder.position()).toMatchObject({ position: 0n, lineCount: 0n, cut: 0n });
  });

  test.each(["\xef\xbb\xbf", "\xef\xbb\xbf\n", "\xef\xbb\xbf \r\n"])("a byte order mark alone: %j", async (text) => {
    expect(await decodeChunks(make, [Buffer.from(text, "latin1")])).toEqual({ rows: [], errors: [] });
  });

  test("position and number of lines", async () => {
    const decoder = await make();
    const text = '{"a":1}\n\n{"a":2}\r\n  \n{"a":3}\n{"a"';
    for (const character of text) decoder.push(Buffer.from(character));
    expect(decoder.position()).toEqual({
      bytes: new Uint8Array(Buffer.from('{"a"')),
      position: BigInt(text.length - 4),
      lineCount: 5n,
      cut: 0n,
    });
    decoder.push(Buffer.from(":4}\n"));
    expect(decoder.position()).toMatchObject({ position: BigInt(text.length + 4), lineCount: 6n });
  });

  test("a checkpoint after every byte changes nothing", async () => {
    const whole = await decodeChunks(make, [corpus]);
    let decoder = await make();
    const rows: Decoded["rows"][number][] = [];
    const errors: Decoded["errors"][number][] = [];
    for (const byte of corpus) {
      decoder.push(Uint8Array.of(byte));
      const { bytes, ...position } = decoder.position();
      expect(bytes.length).toBeLessThanOrEqual(257);
      const taken = decoder.take();
      errors.push(...taken.errors.map((error) => ({ ...error, rowsBefore: error.rowsBefore + rows.length })));
      rows.push(...taken.rows);
      decoder = await make();
      decoder.restore(position);
      decoder.push(bytes);
    }
    decoder.drain(0, true);
    const taken = decoder.take();
    expect(comparable({ rows: [...rows, ...taken.rows], errors: [...errors, ...taken.errors] })).toEqual(
      comparable(whole),
    );
  }, 120_000);
});

test("a line that was too long stays so under a raised limit", async () => {
  const [small, large] = [
    await compileDecoder(source, { rowBytesMax: 300 }),
    await compileDecoder(source, { rowBytesMax: 3000 }),
  ];
  const before = await small();
  before.push(Buffer.from(`{"a":1,"b":"${"x".repeat(1000)}`));
  const { bytes, ...position } = before.position();
  const after = await large();
  after.restore(position);
  after.push(bytes);
  after.push(Buffer.from('"}\n{"a":2}\n'));
  const { rows, errors } = after.take();
  expect(rows.map(({ values }) => values[0])).toEqual([2n]);
  expect(errors.map(({ code, length, number }) => [code, length, number])).toEqual([[ROW_TOO_LONG, 1014, 1]]);
});

describe("full lists", () => {
  let make: () => Promise<Decoder>;
  beforeAll(async () => {
    make = await compileDecoder(source);
  });

  test.each([-1, 0, 1, INPUT_ROWS - 1, INPUT_ROWS, INPUT_ROWS + 1])("a batch of rows %i beyond", async (beyond) => {
    const count = INPUT_ROWS + beyond;
    const decoder = await make();
    const text = Array.from({ length: count }, (_, i) => `{"a":${i},"b":"text ${i}"}\n`).join("");
    decoder.push(Buffer.from(text));
    const { rows } = decoder.take();
    expect(rows.map(({ values }) => values)).toEqual(Array.from({ length: count }, (_, i) => [BigInt(i), `text ${i}`]));
    expect(decoder.calls[MORE]).toBe(Math.ceil(count / INPUT_ROWS) - 1);
    expect(decoder.calls[DONE]).toBe(1);
  });

  test("more malformed lines than the list holds", async () => {
    const decoder = await make();
    const lines = Array.from({ length: 5000 }, (_, i) => (i % 10 === 0 ? `{"a":${i}}` : `{"a":"${i}x"}`));
    decoder.push(Buffer.from(`${lines.join("\n")}\n`));
    const { rows, errors } = decoder.take();
    expect(rows.length).toBe(500);
    expect(errors.map(({ number, code }) => [number, code])).toEqual(
      lines.flatMap((line, i) => (line.endsWith('x"}') ? [[i + 1, WRONG_TYPE]] : [])),
    );
    expect(errors.every(({ sample, length }, i) => sample.length === length && i >= 0)).toBe(true);
    expect(decoder.calls[MORE]).toBeGreaterThan(0);
  });
});

describe("16 MB lines", () => {
  const BYTES = 16 * 1024 * 1024;
  const LIMIT = 2 * BYTES;
  const line = (text: string) => Buffer.from(`{"a":1,"b":"${text}"}\n`);
  const chunksOf = (bytes: Uint8Array, size: number) =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));

  test.each([8 * BYTES, 65_536])("are decoded if the limit allows, chunks of %i bytes", async (size) => {
    const make = await compileDecoder(source, { rowBytesMax: LIMIT });
    const decoder = await make();
    const texts = ["x".repeat(BYTES), "ä\\u00e4".repeat(BYTES / 8), "short"];
    for (const chunk of chunksOf(Buffer.concat(texts.map(line)), size)) expect(decoder.push(chunk)).toBe(true);
    const { rows, errors } = decoder.take();
    expect(errors).toEqual([]);
    expect(rows.map(({ values }) => (values[1] as string).length)).toEqual([BYTES, BYTES / 4, 5]);
    expect(rows[0]!.values[1] === texts[0]).toBe(true);
    expect(rows[1]!.values[1] === "ä".repeat(BYTES / 4)).toBe(true);
  });

  test.each([8 * BYTES, 65_536])("are counted and skipped otherwise, chunks of %i bytes", async (size) => {
    const make = await compileDecoder(source);
    const decoder = await make();
    const long = line("x".repeat(BYTES));
    const input = Buffer.concat([line("one"), long, line("two"), long, long, line("three")]);
    for (const chunk of chunksOf(input, size)) expect(decoder.push(chunk)).toBe(true);
    const { rows, errors } = decoder.take();
    expect(rows.map(({ values }) => values[1])).toEqual(["one", "two", "three"]);
    const offsets = [18, 36 + long.length, 36 + 2 * long.length];
    expect(errors.map(({ sample, ...error }) => error)).toEqual(
      [2, 4, 5].map((number, i) => ({
        code: ROW_TOO_LONG,
        column: -1,
        at: 1_048_576,
        offset: offsets[i],
        number,
        length: long.length - 1,
        rowsBefore: number === 2 ? 1 : 2,
      })),
    );
    expect(errors.map(({ sample }) => sample)).toEqual(Array(3).fill(`{"a":1,"b":"${"x".repeat(244)}`));
    // Pieces of a line that is too long are not kept.
    if (size === 65_536) expect(decoder.exports.memoryUsed()).toBeLessThan(8 * 1024 * 1024);
  });

  test("other shapes of a line of 16 MB", async () => {
    const make = await compileDecoder(source, { rowBytesMax: LIMIT });
    const decoder = await make();
    const lines = [
      `{"a":1,"skipped":[${"1,".repeat(BYTES / 2)}1]}`,
      `{"a":2${" ".repeat(BYTES)}}`,
      `{"a":${"1".repeat(BYTES)}}`,
      `{"${"k".repeat(BYTES)}":0,"a":4}`,
      `{"a":5,"skipped":0.${"0".repeat(BYTES)}}`,
      `{${'"a":6,'.repeat(BYTES / 6)}"a":7}`,
      "[".repeat(BYTES),
      " ".repeat(BYTES),
    ];
    decoder.push(Buffer.from(lines.join("\n")), true);
    const { rows, errors } = decoder.take();
    expect(rows.map(({ values }) => values[0])).toEqual([1n, 2n, 4n, 5n, 7n]);
    expect(errors.map(({ number, code }) => [number, code])).toEqual([
      [3, 6011],
      [7, INVALID_JSON],
    ]);
  });
});

describe("the end of memory", () => {
  test("input says so and nothing is lost", async () => {
    const make = await compileDecoder(source, { maximumPages: 40, rowBytesMax: 1 << 24 });
    const decoder = await make();
    expect(decoder.push(Buffer.from('{"a":1,"b":"x"}\n{"a":2,'))).toBe(true);
    expect(decoder.push(new Uint8Array(40 * 65536))).toBe(false);
    expect(decoder.push(Buffer.from('"b":"y"}\n'))).toBe(true);
    expect(decoder.take().rows.map(({ values }) => values)).toEqual([
      [1n, "x"],
      [2n, "y"],
    ]);
  });

  test("a text that has no room waits, rows before it are handed over", async () => {
    // Room for the line, not for its text beside it.
    const make = await compileDecoder(source, { maximumPages: 40, rowBytesMax: 1 << 24 });
    const decoder = await make();
    const long = `{"a":2,"b":"${"x".repeat(1_000_000)}"}`;
    const input = Buffer.from(`{"a":1,"b":"before"}\nmalformed\n${long}\n{"a":3}\n`);
    expect(decoder.push(input)).toBe(false);
    const { rows, errors } = decoder.take();
    expect(rows.map(({ values }) => values)).toEqual([[1n, "before"]]);
    expect(errors.map(({ number }) => number)).toEqual([2]);
    expect(decoder.calls).toEqual([0, 1, 0, 1]);
    // Still so, and still the same line.
    expect(decoder.drain(0, false)).toBe(false);
    expect(decoder.take()).toEqual({ rows: [], errors: [] });
    expect(decoder.position()).toMatchObject({
      position: BigInt('{"a":1,"b":"before"}\nmalformed\n'.length),
      lineCount: 2n,
    });
    expect(decoder.calls[OUT_OF_MEMORY]).toBe(2);
  });

  test("an escaped text that has no room waits", async () => {
    const make = await compileDecoder(source, { maximumPages: 40, rowBytesMax: 1 << 24 });
    const decoder = await make();
    const input = Buffer.from(`{"a":1}\n{"a":2,"b":"\\n${"x".repeat(1_000_000)}"}\n`);
    expect(decoder.push(input)).toBe(false);
    expect(decoder.take().rows.length).toBe(1);
    expect(decoder.calls).toEqual([0, 1, 0, 1]);
  });

  test("a number with escapes that have no room waits", async () => {
    const make = await compileDecoder(source, { maximumPages: 40, rowBytesMax: 1 << 24 });
    const decoder = await make();
    expect(decoder.push(Buffer.from(`{"a":1}\n{"a":"\\u0030${"0".repeat(1_000_000)}"}\n`))).toBe(false);
    expect(decoder.take().errors).toEqual([]);
    expect(decoder.calls).toEqual([0, 1, 0, 1]);
  });

  test.each([40, 400])("a line that is too long takes no room for its text, of %i pages", async (maximumPages) => {
    const make = await compileDecoder(source, { maximumPages });
    const decoder = await make();
    const input = Buffer.from(`{"a":1}\n{"a":2,"b":"\\n${"x".repeat(1_100_000)}"}\n{"a":3}\n`);
    expect(decoder.push(input)).toBe(true);
    const { rows, errors } = decoder.take();
    expect(rows.map(({ values }) => values[0])).toEqual([1n, 3n]);
    expect(errors.map(({ code }) => code)).toEqual([ROW_TOO_LONG]);
    // The buffer for the input, half as much again as was asked for, and the batch.
    expect(decoder.exports.memoryUsed()).toBeLessThan(1.5 * input.length + 200_000);
  });
});
