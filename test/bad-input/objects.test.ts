/** Whatever JavaScript may hand over as a row. */
import { beforeAll, describe, expect, it } from "vitest";
import type { PackedQuery } from "../harness/pack.ts";
import { LANES, lawOf, linesOf, open, packed, SUMS, shown } from "../unit/runtime/queries.ts";

const SQL = `CREATE SOURCE s (k TEXT, v BIGINT NOT NULL, day DATE, ts TIMESTAMP(3), unread BIGINT,
  WATERMARK FOR ts AS ts);
SELECT k, v, day FROM s;`;

let queries: Readonly<Record<"query" | "sums", PackedQuery>>;

beforeAll(async () => {
  queries = await packed({ query: SQL, sums: SUMS });
});

const circular: Record<string, unknown> = { v: "?", ts: 1 };
circular.self = circular;
const BAD_ROWS: readonly (readonly [what: string, row: unknown, fault: string])[] = [
  ["null", null, "MR6002 null"],
  ["undefined", undefined, "MR6002 null"],
  ["a number", 5, "MR6002 null"],
  ["a text", "row", "MR6002 null"],
  ["a function", () => {}, "MR6002 null"],
  ["an empty object", {}, "MR6004 v"],
  ["a circular object", circular, "MR6001 v"],
  ["a BIGINT with too many digits", { v: "9".repeat(1_000_000), ts: 1 }, "MR6011 v"],
  ["a BIGINT beyond exact numbers", { v: 2 ** 53, ts: 1 }, "MR6011 v"],
  ["half a surrogate pair", { k: "\ud800", v: 1, ts: 1 }, "MR6003 k"],
  ["a symbol", { k: Symbol("k"), v: 1, ts: 1 }, "MR6001 k"],
  ["a date that is none", { v: 1, day: new Date(Number.NaN), ts: 1 }, "MR6001 day"],
  ["a date that is too far", { v: 1, day: new Date(8.64e15), ts: 1 }, "MR6014 day"],
  ["a text of such a date", { v: 1, day: "200000-01-01", ts: 1 }, "MR6014 day"],
  ["a month that is none", { v: 1, day: "2024-13-01", ts: 1 }, "MR6014 day"],
  ["no event time", { v: 1 }, "MR6006 ts"],
  ["an endless event time", { v: 1, ts: Number.POSITIVE_INFINITY }, "MR6001 ts"],
  ["an event time that is too far", { v: 1, ts: 2n ** 63n }, "MR6014 ts"],
];

describe.each(LANES)("a bad row among good ones, %s lane", (lane) => {
  it.each(BAD_ROWS)("%s", async (_, bad, fault) => {
    const query = await open(queries.query, lane);
    const good = { k: "a", v: 1, day: "2024-01-31", ts: 1 };
    const result = query.inputs.s!.submit([good, bad as object, good], { offset: "here" });
    expect(result).toMatchObject({ taken: 3, forwarded: 2, malformed: 1 });
    expect(query.inputs.s!.malformed.poll().map(shown)).toEqual([`${fault} @here line null`]);
    if (!Array.isArray(bad)) query.inputs.s!.submit(bad as object);
    expect(query.pollOutput()).toEqual([
      { k: "a", v: 1n, day: "2024-01-31" },
      { k: "a", v: 1n, day: "2024-01-31" },
    ]);
    expect(lawOf(query)).toEqual({ read: 4, contributed: 2, malformed: 2 });
    await query.stop();
  });

  it("what was written of a malformed row does not show in the next", async () => {
    const query = await open(queries.query, lane);
    query.inputs.s!.submit([
      { k: null, v: "?", day: null, ts: 1 },
      { k: "b", v: 2, day: "1969-12-31", ts: 1 },
    ]);
    expect(query.pollOutput()).toEqual([{ k: "b", v: 2n, day: "1969-12-31" }]);
    await query.stop();
  });

  it("the sample of a row that has no JSON is something else than an error", async () => {
    const query = await open(queries.query, lane);
    query.inputs.s!.submit([circular, { v: "?", big: 5n }, { v: "?", text: "x".repeat(1000) }]);
    const samples = query.inputs.s!.malformed.poll().map(({ sample }) => new TextDecoder().decode(sample));
    expect(samples).toEqual(["[object Object]", '{"v":"?","big":"5"}', `{"v":"?","text":"${"x".repeat(239)}`]);
    await query.stop();
  });
});

describe.each(LANES)("late rows, %s lane", (lane) => {
  it.each([1000, 1000n * 1000n, "1970-01-01 00:00:01", new Date(1000)])(
    "say how late they are, event time as %s",
    async (ts) => {
      const query = await open(queries.sums, lane);
      const row = { k: "late", v: 1, ts };
      query.inputs.s!.submit([{ k: "a", v: 1, ts: 15_000 }, row], { offset: "o" });
      query.flush();
      const [late] = query.inputs.s!.late.poll();
      expect(late).toMatchObject({ offset: "o", watermark: 14_000, lateByMs: 13_000 });
      expect(late!.row).toBe(row);
      await query.stop();
    },
  );

  it("of bytes are rebuilt with all declared columns and all their digits", async () => {
    const query = await open(queries.sums, lane);
    const first = linesOf([{ k: "a", v: 1, ts: 15_000 }]);
    const line = `{"extra":[1,{"ts":9}],"v":9007199254740993,"k":"${"é\\n".repeat(20_000)}","ts":"1970-01-01T00:00:01Z"}\n`;
    query.inputs.s!.submitBytes(first);
    query.inputs.s!.submitBytes(new TextEncoder().encode(line));
    query.flush();
    const [late] = query.inputs.s!.late.poll();
    expect(late).toMatchObject({ offset: String(first.length), lateByMs: 13_000 });
    expect(late!.row).toEqual({ k: "é\n".repeat(20_000), v: 9007199254740993n, ts: 1000 });
    await query.stop();
  });

  it("keep what is no value of a column that the query does not read", async () => {
    const sql = SUMS.replace("v BIGINT", "v BIGINT, unread BIGINT, at TIMESTAMP(3), x DOUBLE");
    const { query: packedQuery } = await packed({ query: sql });
    const query = await open(packedQuery, lane);
    query.inputs.s!.submitBytes(linesOf([{ ts: 15_000 }]));
    query.inputs.s!.submitBytes(
      new TextEncoder().encode(
        '{"unread":1.5,"at":"noon","x":9223372036854775808,"ts":1}\n{"unread":"abc","x":"NaN","ts":2}\n',
      ),
    );
    query.flush();
    expect(query.inputs.s!.late.poll().map(({ row }) => row)).toEqual([
      { unread: 1.5, at: "noon", x: 2 ** 63, ts: 1 },
      { unread: "abc", x: Number.NaN, ts: 2 },
    ]);
    await query.stop();
  });

  it("iterate until the query stops; a loop that is left loses none, and the newest 1000 are kept", async () => {
    const query = await open(queries.sums, lane);
    const late = Array.from({ length: 1500 }, (_, i) => ({ k: `${i}`, v: 1, ts: 1 }));
    query.inputs.s!.submit([{ k: "a", v: 1, ts: 15_000 }, ...late]);
    query.flush();
    const seen: string[] = [];
    for await (const { row } of query.inputs.s!.late) {
      seen.push((row as { k: string }).k);
      break;
    }
    const rest = (async () => {
      for await (const { row } of query.inputs.s!.late) seen.push((row as { k: string }).k);
    })();
    await query.stop();
    await rest;
    expect(seen).toEqual(Array.from({ length: 1000 }, (_, i) => `${500 + i}`));
    expect(query.metrics().law.late).toBe(1500);
  });
});
