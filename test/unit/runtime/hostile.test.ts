/** What a host may do in any order, with any memory, and what it may hand over: in both lanes the same. */
import { beforeAll, describe, expect, it } from "vitest";
import type { PackedQuery } from "../../harness/pack.ts";
import { bytesOf, LANES, lawOf, linesOf, open, packed, REVISED, row, SUMS } from "./queries.ts";

let queries: Readonly<Record<"sums" | "revised" | "doubles" | "million", PackedQuery>>;

beforeAll(async () => {
  queries = await packed({
    sums: SUMS,
    revised: REVISED,
    doubles: `CREATE SOURCE s (x DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND);
      SELECT x, COUNT(*) AS n FROM TUMBLE(s, ts, INTERVAL '10' SECOND) GROUP BY x, window_start, window_end;`,
    million: `CREATE SOURCE s (v BIGINT, ts TIMESTAMP(6), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND);
      SELECT window_end, SUM(v) AS total FROM HOP(s, ts, INTERVAL '0.000001' SECOND, INTERVAL '1' SECOND)
      GROUP BY window_start, window_end;`,
  });
});

const WINDOW = { k: "a", window_start: 0, total: 6n, n: 3n };

describe.each(LANES)("%s lane", (lane) => {
  it("side streams show what a chunk held, whatever becomes of the chunk", async () => {
    const query = await open(queries.sums, lane);
    const chunk = bytesOf('{"ts":15000}\n{"k":"late","ts":1000}\n{"v":"bad","ts":15000}\n');
    query.inputs.s!.submitBytes(chunk);
    query.flush();
    const [late] = query.inputs.s!.late.poll();
    const [malformed] = query.inputs.s!.malformed.poll();
    chunk.fill(0x20);
    expect(late!.row).toEqual({ k: "late", ts: 1000 });
    expect(new TextDecoder().decode(malformed!.sample)).toBe('{"v":"bad","ts":15000}');
    await query.stop();
  });

  it("bytes from anywhere: shared memory, the middle of a buffer, none at all", async () => {
    const query = await open(queries.sums, lane);
    const lines = linesOf([row(1), row(2, 2), row(3, 3), row(11)]);
    const shared = new Uint8Array(new SharedArrayBuffer(lines.length + 10), 5, lines.length);
    shared.set(lines);
    query.inputs.s!.submitBytes(new Uint8Array(0));
    query.inputs.s!.submitBytes(shared.subarray(0, 40));
    query.inputs.s!.submitBytes(new Uint8Array(0), { last: false });
    query.inputs.s!.submitBytes(Buffer.from(shared.subarray(40)));
    expect(query.pollOutput()).toEqual([WINDOW]);
    await query.stop();
  });

  it("rows in any shape of object", async () => {
    const query = await open(queries.sums, lane);
    const bare = Object.assign(Object.create(null) as object, { k: "a", v: 1, ts: 1000 });
    const frozen = Object.freeze({ ts: new Date(1000), v: 2n, k: "a", extra: Symbol("x"), toJSON: null });
    class Row {
      readonly k = "a";
      readonly ts = 1000.0004;
      get v(): string {
        return "0000000000000000000000003";
      }
    }
    query.submit("s", [bare, frozen, new Row(), row(11, undefined, undefined as never)]);
    expect(query.pollOutput()).toEqual([WINDOW]);
    await query.stop();
  });

  it("NaN is one key, and so is zero with either sign", async () => {
    const query = await open(queries.doubles, lane);
    query.submit(
      "s",
      [Number.NaN, -0, 0, -Number.NaN, 0 / 0, null, undefined].map((x) => ({ x, ts: 1 })),
    );
    query.inputs.s!.end();
    expect(query.pollOutput()).toEqual([
      { x: Number.NaN, n: 3n },
      { x: 0, n: 2n },
      { x: null, n: 2n },
    ]);
    await query.stop();
  });

  it("half a surrogate pair and a text of a megabyte, one after the other", async () => {
    const query = await open(queries.sums, lane);
    const huge = "é".repeat(1_000_000);
    for (const k of ["\udc00", `x${"\ud83d"}`, huge, `${huge}\ud800`]) query.submit("s", row(1, 1, k));
    query.inputs.s!.end();
    expect(query.pollOutput()).toEqual([{ k: huge, window_start: 0, total: 1n, n: 1n }]);
    expect(lawOf(query)).toEqual({ read: 4, contributed: 1, malformed: 3 });
    await query.stop();
  });

  it("pausing and going on between any two calls changes nothing", async () => {
    const query = await open(queries.sums, lane);
    const pauses: Promise<void>[] = [];
    for (const each of [row(1), row(2, 2), row(3, 3), row(11)]) {
      query.submit("s", each);
      for (let i = 0; i < 20; i++) {
        pauses.push(query.pause());
        query.resume();
      }
      pauses.push(query.pause());
      expect(query.submit("s", each)).toMatchObject({ taken: 0, rest: 1 });
      query.pollOutput(0);
      query.resume();
    }
    await query.pause();
    await Promise.all(pauses);
    expect(query.pollOutput()).toEqual([WINDOW]);
    query.resume();
    expect(lawOf(query)).toEqual({ read: 4, contributed: 4 });
    await query.stop();
  });

  it("closing twice, stopping at the same time, and reading afterwards", async () => {
    const query = await open(queries.sums, lane);
    query.submit("s", [row(1), row(2, 2), row(3, 3)]);
    const closing = [query.close(), query.close()];
    expect(await query.stop()).toMatchObject({ emitted: 1 });
    expect(await Promise.all(closing)).toMatchObject([{ emitted: 1 }, { emitted: 1 }]);
    await expect(query.close()).rejects.toMatchObject({ code: "MR6201" });
    const rows: unknown[] = [];
    for await (const each of query) rows.push(each);
    expect(rows).toEqual([WINDOW]);
    expect(query.pollOutput()).toEqual([]);
    expect(query.pollBatch()).toBeNull();
    expect(await query.stop()).toMatchObject({ delivered: 1 });
  });

  it("a checkpoint in the middle of a loop over changes keeps what the loop has not seen", async () => {
    const query = await open(queries.revised, lane);
    query.submit("s", [row(1), row(12)]);
    query.flush();
    query.submit("s", row(2, 5));
    query.flush();
    const seen: string[] = [];
    let saved: Uint8Array | null = null;
    for await (const change of query.changes()) {
      seen.push(change.op);
      saved = await (await query.checkpoint()).data();
      break;
    }
    await query.stop();
    const next = await open(queries.revised, lane, {}, saved);
    next.inputs.s!.end();
    for await (const change of next.changes()) seen.push(change.op);
    expect(seen).toEqual(["+I", "-U", "+U", "+I"]);
    await next.stop();
  });

  it("windows that close and batches that are decoded leave the event loop its turns", async () => {
    const query = await open(queries.sums, lane, { outputRows: 1e9 });
    const groups = 60_000;
    query.inputs.s!.submitBytes(linesOf(Array.from({ length: groups }, (_, i) => row(1, 1, `k${i}`))));
    query.flush();
    query.inputs.s!.advanceWatermark(20_000);
    query.inputs.s!.submitBytes(linesOf(Array.from({ length: groups }, () => row(30))));
    // More than one turn's work was asked for: some of it is left.
    expect(query.bridge.isEmpty).toBe(false);
    let turns = 0;
    while (!query.bridge.isEmpty) {
      await new Promise((resolve) => setImmediate(resolve));
      turns++;
    }
    expect(turns).toBeGreaterThan(3);
    expect(query.pollOutput()).toHaveLength(groups);
    expect(lawOf(query)).toEqual({ read: 2 * groups, contributed: 2 * groups });
    await query.stop();
  });
});

it("a row in a million windows: the compiled lane makes results as they are asked for", async () => {
  const query = await open(queries.million, "wasm");
  query.submit("s", [
    { v: 1, ts: 0 },
    { v: 2, ts: 2000 },
  ]);
  expect(query.pollOutput(3)).toEqual([1, 2, 3].map((us) => ({ window_end: us / 1000, total: 1n })));
  await query.stop();
});
