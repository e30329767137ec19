/** What apache-arrow makes, slices and dictionaries included; and what is no record batch. */
import {
  makeData,
  makeVector,
  type RecordBatch,
  Table,
  TimestampMicrosecond,
  TimestampMillisecond,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import { beforeAll, describe, expect, it } from "vitest";
import type { ArrowBatch } from "../../../runtime/index.ts";
import type { PackedQuery } from "../../harness/pack.ts";
import { LANES, lawOf, open, packed, shown } from "./queries.ts";

const SOURCE = "CREATE SOURCE s (k TEXT, t TEXT, v BIGINT, d DOUBLE, b BOOLEAN, ts TIMESTAMP(3));";
let queries: Readonly<Record<"all" | "none" | "seconds" | "short", PackedQuery>>;

beforeAll(async () => {
  queries = await packed({
    all: `${SOURCE} SELECT k, t, v, d, b, ts FROM s;`,
    none: `${SOURCE} SELECT 1 AS one FROM s;`,
    seconds: "CREATE SOURCE s (v BIGINT, ts TIMESTAMP(0)); SELECT v, ts FROM s;",
    short: "CREATE SOURCE s (k VARCHAR(3) NOT NULL, n BIGINT); SELECT k, n FROM s;",
  });
});

const ROWS = 40;
const each = <T>(make: (i: number) => T): T[] => Array.from({ length: ROWS }, (_, i) => make(i));
const texts = each((i) => (i % 5 === 0 ? null : `k${i % 7}é`));
const table = new Table({
  // Dictionary<Utf8> without being asked.
  k: vectorFromArray(texts),
  t: vectorFromArray(texts, new Utf8()),
  v: vectorFromArray(BigInt64Array.from({ length: ROWS }, (_, i) => BigInt(i))),
  d: vectorFromArray(each((i) => i / 2)),
  b: vectorFromArray(each((i) => (i % 3 === 0 ? null : i % 2 === 0))),
  ts: vectorFromArray(
    each((i) => i * 1000),
    new TimestampMillisecond(),
  ),
});
const [whole] = table.batches;

describe.each(LANES)("record batches of apache-arrow, %s lane", (lane) => {
  it.each<readonly [string, RecordBatch]>([
    ["whole", whole!],
    ["a slice", whole!.slice(3, 30)],
    ["a slice of the table", table.slice(5, 17).batches[0]!],
    ["a slice of a slice", whole!.slice(9, 39).slice(1, 20)],
    ["nothing of it", whole!.slice(4, 4)],
  ])("%s", async (_, batch) => {
    const query = await open(queries.all, lane);
    query.inputs.s!.submitArrow(batch as unknown as ArrowBatch);
    expect(query.pollOutput()).toEqual(batch.toArray().map((row) => ({ ...row.toJSON() })));
    expect(lawOf(query)).toEqual(batch.numRows === 0 ? {} : { read: batch.numRows, contributed: batch.numRows });
    await query.stop();
  });

  it("entries of a dictionary are judged like other texts", async () => {
    const query = await open(queries.short, lane);
    const batch = new Table({
      k: vectorFromArray(["one", "three", null, "two"]),
      n: vectorFromArray(BigInt64Array.of(1n, 2n, 3n, 4n)),
    }).batches[0]!;
    query.inputs.s!.submitArrow(batch as unknown as ArrowBatch);
    expect(query.pollOutput()).toEqual([
      { k: "one", n: 1n },
      { k: "two", n: 4n },
    ]);
    expect(query.inputs.s!.malformed.poll().map(shown)).toEqual([
      "MR6007 k @null line null",
      "MR6004 k @null line null",
    ]);
    await query.stop();
  });

  it("a dictionary that throws has no entries", async () => {
    const query = await open(queries.all, lane);
    const batch = changed("k", () => ({
      dictionary: {
        get() {
          throw new Error("from a dictionary");
        },
      },
    }));
    query.inputs.s!.submitArrow(batch);
    expect(query.pollOutput(2)).toMatchObject([{ k: null }, { k: null }]);
    expect(query.failure).toBeNull();
    await query.stop();
  });

  it.each([-(2n ** 62n), -(2n ** 62n) + 1n, 2n ** 62n, 2n ** 62n + 1n])(
    "an instant cut to seconds stays in the range of time or is malformed: %s",
    async (us) => {
      const given = makeVector(makeData({ type: new TimestampMicrosecond(), data: BigInt64Array.of(us) }));
      const batch = new Table({ v: vectorFromArray(BigInt64Array.of(1n)), ts: given }).batches[0]!;
      const query = await open(queries.seconds, lane);
      query.submit("s", { v: 1n, ts: us });
      query.inputs.s!.submitArrow(batch as unknown as ArrowBatch);
      query.flush();
      const isIn = us === 2n ** 62n;
      expect(query.pollOutput()).toHaveLength(isIn ? 2 : 0);
      const fault = "MR6014 ts @null line null";
      expect(query.inputs.s!.malformed.poll().map(shown)).toEqual(isIn ? [] : [fault, fault]);
      await query.stop();
    },
  );

  it.each<readonly [string, () => unknown]>([
    ["null", () => null],
    ["nothing", () => undefined],
    ["an object", () => ({})],
    ["no children", () => ({ numRows: 1, schema: whole!.schema, data: {} })],
    ["half a row", () => ({ ...plain(), numRows: 1.5 })],
    ["a text of rows", () => ({ ...plain(), numRows: "3" })],
    ["less than no rows", () => ({ ...plain(), numRows: -1 })],
    ["rows without end", () => ({ ...plain(), numRows: Number.POSITIVE_INFINITY })],
    ["more rows than values", () => ({ ...plain(), numRows: ROWS + 100 })],
    ["numbers for integers", () => changed("v", () => ({ values: each(Number) }))],
    ["doubles for integers", () => changed("v", () => ({ values: new Float64Array(ROWS) }))],
    ["bytes for doubles", () => changed("d", () => ({ values: new Uint8Array(ROWS * 8) }))],
    ["a buffer without a view", () => changed("v", () => ({ values: new ArrayBuffer(ROWS * 8) }))],
    ["a view without items", () => changed("k", () => ({ values: new DataView(new ArrayBuffer(ROWS * 4)) }))],
    ["bits that are no bytes", () => changed("b", () => ({ values: each(() => 255) }))],
    ["validity that is no bytes", () => changed("v", () => ({ nullCount: 1, nullBitmap: new Float32Array(ROWS) }))],
    ["offsets that are doubles", () => changed("t", () => ({ valueOffsets: new Float64Array(ROWS + 1) }))],
    ["offsets below the text", () => changed("t", () => ({ valueOffsets: new Int32Array(ROWS + 1).fill(-4) }))],
    ["offsets behind the text", () => changed("t", () => ({ valueOffsets: new Int32Array(ROWS + 1).fill(1e6) }))],
    ["half an offset", () => changed("v", () => ({ offset: 0.5 }))],
    ["a text as offset", () => changed("v", () => ({ offset: "0" }))],
    [
      "one that throws",
      () => ({
        get numRows() {
          throw new Error("no rows");
        },
      }),
    ],
  ])("%s: MR6102, and the query goes on", async (_, batch) => {
    for (const name of ["all", "none"] as const) {
      const query = await open(queries[name], lane);
      const submit = () => query.inputs.s!.submitArrow(batch() as ArrowBatch);
      // A query that reads no column looks at the number of rows only.
      if (name === "none" && "data" in Object(batch())) continue;
      expect(submit).toThrow(expect.objectContaining({ name: "MillraceError", code: "MR6102" }));
      query.inputs.s!.submitArrow(whole! as unknown as ArrowBatch);
      expect(query.pollOutput()).toHaveLength(ROWS);
      expect(lawOf(query)).toEqual({ read: ROWS, contributed: ROWS });
      await query.stop();
    }
  });
});

/** The batch as a plain object. */
function plain(): ArrowBatch {
  const { numRows, schema, data } = whole! as unknown as ArrowBatch;
  return { numRows, schema, data };
}

function changed(column: string, change: () => object): ArrowBatch {
  const { numRows, schema, data } = plain();
  const index = schema.fields.findIndex(({ name }) => name === column);
  const children = data.children.map((child, i) => {
    const { type, offset, nullCount, nullBitmap, values, valueOffsets, dictionary } = child;
    const copy = { type, offset, nullCount, nullBitmap, values, valueOffsets, dictionary };
    return (i === index ? { ...copy, ...change() } : copy) as typeof child;
  });
  return { numRows, schema, data: { children } };
}
