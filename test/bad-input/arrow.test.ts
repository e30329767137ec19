/** Record batches that do not fit, are damaged, or hold rows that cannot be taken. */
import { Dictionary, Int32, makeData, makeVector, Utf8, vectorFromArray } from "apache-arrow";
import { beforeAll, describe, expect, it } from "vitest";
import type { ArrowBatch, ArrowData } from "../../runtime/batch/arrow.ts";
import { arrowBatch } from "../harness/arrow-batch.ts";
import type { PackedQuery } from "../harness/pack.ts";
import { bytesOf, LANES, lawOf, open, packed, row, SUMS, shown } from "../unit/runtime/queries.ts";

const SQL = `CREATE SOURCE s (k VARCHAR(5), v BIGINT NOT NULL, day DATE, at TIMESTAMP(0), ts TIMESTAMP(3) NOT NULL, other TEXT,
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND);
SELECT k, v, day, at FROM s;`;

let queries: Readonly<Record<"query" | "sums" | "arrow", PackedQuery>>;

beforeAll(async () => {
  queries = await packed({
    query: SQL,
    sums: SUMS,
    arrow: SQL.replace("SECOND);", "SECOND) WITH (format = 'arrow');"),
  });
});

type Change = Partial<{ -readonly [K in keyof ArrowData]: unknown }>;

const GOOD = { k: "ok", v: 7n, day: "2024-02-29", at: 5000, ts: 1000, other: "o" };
const SEEN = { k: "ok", v: 7n, day: "2024-02-29", at: 5000 };

const rowAt = row as (...args: Parameters<typeof row>) => Record<string, unknown>;

/** Three good rows, with other buffers for one column. */
function batchWith(column: string, change: Change, offset = 0): ArrowBatch {
  const { declared } = queries.query.info.inputs[0]!;
  const batch = arrowBatch(declared, [GOOD, GOOD, GOOD], offset)!;
  const index = declared.findIndex(({ name }) => name === column);
  const children = batch.data.children.map((data, i) => (i === index ? { ...data, ...change } : data) as ArrowData);
  const fields = batch.schema.fields.map((field, i) => ({ ...field, type: children[i]!.type }));
  return { numRows: 3, schema: { fields }, data: { children } };
}

const type = (typeId: number, rest: object = {}) => ({ type: { typeId, ...rest, toString: () => `type ${typeId}` } });
/** The middle row is NULL. */
const NULLS: Change = { nullCount: 1, nullBitmap: new Uint8Array([0b101]) };
const texts = (...parts: readonly Uint8Array[]): Change => ({
  values: new Uint8Array(parts.flatMap((part) => [...part])),
  valueOffsets: new Int32Array([
    0,
    ...parts.map((_, i) => parts.slice(0, i + 1).reduce((sum, { length }) => sum + length, 0)),
  ]),
});
const OK = bytesOf("ok");

describe.each(LANES)("rows that cannot be taken, %s lane", (lane) => {
  const faults: readonly (readonly [what: string, column: string, change: () => Change, fault: string])[] = [
    ["text that is not UTF-8", "k", () => texts(OK, new Uint8Array([0xc3, 0x28]), OK), "MR6003 k"],
    ["a surrogate in UTF-8", "k", () => texts(OK, new Uint8Array([0xed, 0xa0, 0x80]), OK), "MR6003 k"],
    ["a character cut in two by the offsets", "k", () => texts(OK, new Uint8Array([0xc3]), OK), "MR6003 k"],
    ["a text that is too long", "k", () => texts(OK, bytesOf("sechs!"), OK), "MR6007 k"],
    ["NULL where there must be none", "v", () => NULLS, "MR6004 v"],
    ["NULL as event time, though declared NOT NULL", "ts", () => NULLS, "MR6006 ts"],
    ["a date that is too far", "day", () => ({ values: new Int32Array([19782, 2 ** 31 - 1, 19782]) }), "MR6014 day"],
    [
      "an instant that is too far",
      "at",
      () => ({ values: new BigInt64Array([5_000_000n, 2n ** 62n + 1n, 5_000_000n]) }),
      "MR6014 at",
    ],
    ["an event time that is too far", "ts", () => ({ values: new BigInt64Array([1n, -(2n ** 63n), 1n]) }), "MR6014 ts"],
  ];

  it.each(faults)("%s", async (_, column, change, fault) => {
    const query = await open(queries.query, lane);
    query.inputs.s!.submitArrow(batchWith(column, change()), { offset: "b1" });
    query.flush();
    expect(query.inputs.s!.malformed.poll().map(shown)).toEqual([`${fault} @b1 line null`]);
    expect(query.pollOutput()).toMatchObject([SEEN, SEEN].map(({ k, v }) => ({ k, v })));
    expect(lawOf(query)).toEqual({ read: 3, contributed: 2, malformed: 1 });
    await query.stop();
  });

  it("texts beyond ASCII are no fault, nor is the limit of a column or of time", async () => {
    const query = await open(queries.query, lane);
    query.inputs.s!.submitArrow(batchWith("k", texts(bytesOf("äöü߀"), bytesOf("😀😀😀😀😀"), new Uint8Array(0)), 3));
    query.inputs.s!.submitArrow(
      batchWith("at", { values: new BigInt64Array([2n ** 62n, -(2n ** 62n) + 1_000_000n, 1_999_999n]) }),
    );
    query.flush();
    const rows = query.pollOutput() as { k: string; at: number }[];
    expect(rows.slice(0, 3).map(({ k }) => k)).toEqual(["äöü߀", "😀😀😀😀😀", ""]);
    expect(query.inputs.s!.malformed.poll().map(shown)).toEqual([]);
    expect(rows.at(-1)!.at).toBe(1000);
    expect(lawOf(query)).toEqual({ read: 6, contributed: 6 });
    await query.stop();
  });

  it("NULLs where they may be, behind an offset, and what stands in their place does not matter", async () => {
    const query = await open(queries.query, lane);
    const change = {
      ...texts(OK, new Uint8Array([0xff]), OK),
      nullCount: 1,
      nullBitmap: new Uint8Array([0b10111, 0]),
      offset: 2,
    };
    query.inputs.s!.submitArrow(batchWith("k", change));
    query.flush();
    expect((query.pollOutput() as { k: string | null }[]).map(({ k }) => k)).toEqual(["ok", null, "ok"]);
    await query.stop();
  });

  it("bad rows anywhere in a batch of many slices leave the others in order", async () => {
    const query = await open(queries.sums, lane);
    const rows = Array.from({ length: 10_000 }, (_, i) => rowAt(1 + i / 10_000, i, i % 2 ? "odd" : "even"));
    const batch = arrowBatch(queries.sums.info.inputs[0]!.declared, rows, 5)!;
    const bad = [0, 1, 4095, 4096, 8191, 9999];
    const data = batch.data.children[0]!;
    for (const index of bad) (data.values as Uint8Array)[data.valueOffsets![index]!] = 0xff;
    query.inputs.s!.submitArrow(batch);
    query.inputs.s!.end();
    const sum = (parity: number) =>
      rows.reduce<bigint>((total, _, i) => total + (i % 2 === parity && !bad.includes(i) ? BigInt(i) : 0n), 0n);
    expect(query.pollOutput()).toEqual([
      { k: "even", window_start: 0, total: sum(0), n: 4998n },
      { k: "odd", window_start: 0, total: sum(1), n: 4996n },
    ]);
    expect(lawOf(query)).toEqual({ read: 10_000, contributed: 9994, malformed: 6 });
    await query.stop();
  });

  it("the sample of a malformed row and a late row show what the batch held, in any type", async () => {
    const query = await open(queries.sums, lane);
    const batch = arrowBatch(queries.sums.info.inputs[0]!.declared, [rowAt(15), rowAt(1, 5, "late")], 1)!;
    query.inputs.s!.submitArrow(batch);
    query.flush();
    expect(query.inputs.s!.late.poll()[0]).toMatchObject({ row: { k: "late", v: 5n, ts: 1000 }, lateByMs: 13_000 });
    await query.stop();
    const other = await open(queries.query, lane);
    // A column that the query does not read may have a type that it could not.
    const unread = { ...type(13), values: undefined, valueOffsets: undefined };
    const damaged = batchWith("v", NULLS);
    const children = damaged.data.children.map((data, i) => (i === 5 ? { ...data, ...unread } : data) as ArrowData);
    const fields = damaged.schema.fields.map((field, i) => ({ ...field, type: children[i]!.type }));
    other.inputs.s!.submitArrow({ numRows: 3, schema: { fields }, data: { children } });
    other.flush();
    const [bad] = other.inputs.s!.malformed.poll();
    expect(JSON.parse(new TextDecoder().decode(bad!.sample))).toEqual({
      k: "ok",
      v: null,
      day: "2024-02-29",
      at: 5000,
      ts: 1000,
    });
    await other.stop();
  });

  it("a dictionary of apache-arrow is spelled out; what its entries lack is NULL", async () => {
    const query = await open(queries.query, lane);
    const words = vectorFromArray(["long!", "too long", "c", null], new Utf8());
    const dictionary = new Dictionary(new Utf8(), new Int32());
    const k = makeVector(makeData({ type: dictionary, data: new Int32Array([2, 0, 3, 1]), dictionary: words }))
      .data[0]!;
    const rest = arrowBatch(queries.query.info.inputs[0]!.declared, [GOOD, GOOD, GOOD, GOOD], 0)!;
    query.inputs.s!.submitArrow({
      numRows: 4,
      schema: { fields: rest.schema.fields.map((field, i) => (i === 0 ? { name: "k", type: dictionary } : field)) },
      data: { children: [k as unknown as ArrowData, ...rest.data.children.slice(1)] },
    });
    query.flush();
    expect((query.pollOutput() as { k: string }[]).map(({ k }) => k)).toEqual(["c", "long!", null]);
    expect(query.inputs.s!.malformed.poll().map(shown)).toEqual(["MR6007 k @null line null"]);
    await query.stop();
  });

  it("an empty batch is none", async () => {
    const query = await open(queries.query, lane);
    const batch = arrowBatch(queries.query.info.inputs[0]!.declared, [], 0)!;
    query.inputs.s!.submitArrow(batch);
    query.flush();
    expect(lawOf(query)).toEqual({});
    await query.stop();
  });
});

describe.each(LANES)("batches that are refused as a whole, %s lane", (lane) => {
  const refused: readonly (readonly [what: string, batch: () => ArrowBatch, code: string])[] = [
    ["a type that is another", () => batchWith("v", type(2, { bitWidth: 32, isSigned: true })), "MR6101"],
    ["an unsigned one", () => batchWith("v", type(2, { bitWidth: 64, isSigned: false })), "MR6101"],
    ["large texts", () => batchWith("k", type(20)), "MR6101"],
    ["a dictionary of something else", () => batchWith("k", type(-1, { dictionary: { typeId: 2 } })), "MR6101"],
    ["a date in milliseconds", () => batchWith("day", type(8, { unit: 1 })), "MR6101"],
    ["a timestamp that is a number", () => batchWith("ts", type(2, { bitWidth: 64, isSigned: true })), "MR6101"],
    ["no such column", () => without("v"), "MR6101"],
    ["text offsets that go back", () => batchWith("k", { valueOffsets: new Int32Array([0, 4, 2, 6]) }), "MR6102"],
    ["negative text offsets", () => batchWith("k", { valueOffsets: new Int32Array([-4, 0, 2, 4]) }), "MR6102"],
    ["text offsets beyond the texts", () => batchWith("k", { valueOffsets: new Int32Array([0, 2, 4, 7]) }), "MR6102"],
    ["too few text offsets", () => batchWith("k", { valueOffsets: new Int32Array([0, 2, 4]) }), "MR6102"],
    ["no text offsets", () => batchWith("k", { valueOffsets: null }), "MR6102"],
    ["too few values", () => batchWith("v", { values: new BigInt64Array(2) }), "MR6102"],
    ["no values", () => batchWith("v", { values: null }), "MR6102"],
    ["too short a validity bitmap", () => batchWith("v", { ...NULLS, offset: 6 }), "MR6102"],
    ["a negative number of rows", () => ({ ...batchWith("v", {}), numRows: -1 }), "MR6102"],
    ["fewer columns than fields", () => ({ ...batchWith("v", {}), data: { children: [] } }), "MR6101"],
  ];

  function without(column: string): ArrowBatch {
    const { numRows, schema, data } = batchWith("v", {});
    const index = schema.fields.findIndex(({ name }) => name === column);
    const others = <T>(all: readonly T[]) => all.filter((_, i) => i !== index);
    return { numRows, schema: { fields: others(schema.fields) }, data: { children: others(data.children) } };
  }

  it.each(refused)("%s", async (_, batch, code) => {
    const query = await open(queries.query, lane, { outputRows: 1 });
    const { s } = query.inputs;
    expect(() => s!.submitArrow(batch())).toThrow(expect.objectContaining({ name: "MillraceError", code }));
    // Also where it would have to wait: nothing is thrown later, where nobody could catch it.
    s!.submitArrow(batchWith("v", {}));
    s!.submitArrow(batchWith("v", {}));
    expect(() => s!.submitArrow(batch())).toThrow(expect.objectContaining({ code }));
    expect(query.pollOutput()).toEqual(Array.from({ length: 6 }, () => SEEN));
    expect(lawOf(query)).toEqual({ read: 6, contributed: 6 });
    expect(query.failure).toBeNull();
    await query.stop();
  });

  it("bytes for a source that takes record batches only: MR6103", async () => {
    const query = await open(queries.arrow, lane);
    expect(() => query.inputs.s!.submitBytes(bytesOf("{}\n"))).toThrow(expect.objectContaining({ code: "MR6103" }));
    query.inputs.s!.submitArrow(batchWith("v", {}));
    query.inputs.s!.end();
    expect(query.pollOutput()).toHaveLength(3);
    await query.stop();
  });
});
