import { beforeAll, describe, expect, it } from "vitest";
import type { QueryState } from "../../../runtime/types.ts";
import {
  type AnyDefinition,
  type AnyQuery,
  bytesOf,
  defined,
  LANES,
  lawOf,
  linesOf,
  REVISED,
  row,
  SUMS,
} from "./queries.ts";

let sums: AnyDefinition;
let revised: AnyDefinition;

beforeAll(async () => {
  sums = await defined(SUMS);
  revised = await defined(REVISED);
});

const WINDOW = { k: "a", window_start: 0, total: 6n, n: 3n };

describe.each(LANES)("the life of a query, %s lane", (lane) => {
  const start = () => sums.start({ lane });

  it("goes from Ready over Running and Paused to Stopped", async () => {
    const query = await sums.open({ lane });
    const states: QueryState[] = [query.state];
    query.start();
    states.push(query.state);
    await query.pause();
    states.push(query.state);
    query.resume();
    states.push(query.state);
    await query.stop();
    states.push(query.state);
    expect(states).toEqual(["Ready", "Running", "Paused", "Running", "Stopped"]);
  });

  it("gives a window when the watermark passes it, by rows or by call, and the rest at the end", async () => {
    const query = await start();
    query.submit("s", [row(1), row(2, 2), row(3, 3)]);
    expect(query.pollOutput()).toEqual([]);
    query.submit("s", row(11));
    expect(query.pollOutput()).toEqual([WINDOW]);
    query.inputs.s!.advanceWatermark(20_000);
    expect(query.pollOutput()).toEqual([{ k: "a", window_start: 10_000, total: 1n, n: 1n }]);
    query.submit("s", row(25));
    query.inputs.s!.end();
    expect(query.pollOutput()).toEqual([{ k: "a", window_start: 20_000, total: 1n, n: 1n }]);
    await query.stop();
  });

  it("takes watermarks as milliseconds, microseconds and dates", async () => {
    const query = await start();
    for (const at of [1000, 2_000_000n, new Date(3000)]) query.inputs.s!.advanceWatermark(at);
    query.flush();
    expect(query.metrics().inputs.s!.watermark).toBe(3000);
    await query.stop();
  });

  it("says how many rows were taken, forwarded and malformed, and the same object for each one", async () => {
    const query = await start();
    const one = query.submit("s", row(1));
    expect(one).toMatchObject({ taken: 1, forwarded: 1, malformed: 0, dropped: 0, rest: 0 });
    expect(query.submit("s", row(2))).toBe(one);
    expect(query.submit("s", row(2, "no number"))).toMatchObject({ taken: 1, forwarded: 0, malformed: 1 });
    expect(query.submit("s", [row(1), row(1, 1.5), row(2)])).toMatchObject({ taken: 3, forwarded: 2, malformed: 1 });
    expect(query.submit("s", [])).toMatchObject({ taken: 0, rest: 0 });
    expect(lawOf(query)).toEqual({ read: 6, pending: 4, malformed: 2 });
    query.flush();
    expect(lawOf(query)).toEqual({ read: 6, contributed: 4, malformed: 2 });
    await query.stop();
  });

  it("takes nothing while paused and finishes what it has taken before", async () => {
    const query = await start();
    query.submit("s", row(1));
    await query.pause();
    expect(lawOf(query)).toEqual({ read: 1, contributed: 1 });
    const refused = query.submit("s", [row(2), row(3)]);
    expect(refused).toMatchObject({ taken: 0, rest: 2 });
    expect(query.inputs.s!.submitBytes(linesOf([row(2)]))).toMatchObject({ taken: 0, rest: linesOf([row(2)]).length });
    let isReady = false;
    const ready = refused.ready.then(() => {
      isReady = true;
    });
    await Promise.resolve();
    expect(isReady).toBe(false);
    query.resume();
    await ready;
    expect(query.submit("s", row(2))).toMatchObject({ taken: 1 });
    await query.stop();
  });

  it("iterates until the inputs have ended, and goes on where a loop was left", async () => {
    const query = await start();
    query.submit("s", [row(1, 1, "a"), row(1, 1, "b"), row(1, 1, "c")]);
    query.inputs.s!.end();
    const seen: unknown[] = [];
    for await (const result of query) {
      seen.push((result as { k: string }).k);
      break;
    }
    expect(query.metrics()).toMatchObject({ delivered: 1, outputPending: 2 });
    for await (const result of query) seen.push((result as { k: string }).k);
    expect(seen).toEqual(["a", "b", "c"]);
    await query.stop();
  });

  it("wakes an iteration that waits for rows", async () => {
    const query = await start();
    const first = query[Symbol.asyncIterator]().next();
    query.submit("s", [row(1, 6), row(12)]);
    query.flush();
    expect(await first).toEqual({ done: false, value: { k: "a", window_start: 0, total: 6n, n: 1n } });
    await query.stop();
  });

  it("ends an iteration when it is stopped", async () => {
    const query = await start();
    const next = query[Symbol.asyncIterator]().next();
    await query.stop();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it("closes: ends the inputs, waits until the results are taken, stops", async () => {
    const query = await start();
    query.submit("s", [row(1), row(2, 2), row(3, 3)]);
    const closed = query.close();
    let isClosed = false;
    void closed.then(() => {
      isClosed = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isClosed).toBe(false);
    expect(query.pollOutput()).toEqual([WINDOW]);
    const metrics = await closed;
    expect(metrics).toMatchObject({ emitted: 1, delivered: 1, openWindows: 0 });
    expect(query.state).toBe("Stopped");
  });

  it("stops: runs what waits, leaves windows open, and hands out what was ready", async () => {
    const query = await start();
    query.submit("s", [row(1), row(2, 2), row(3, 3), row(11)]);
    const metrics = await query.stop();
    expect(metrics).toMatchObject({ emitted: 1, openWindows: 1, law: { read: 4, contributed: 4, pending: 0 } });
    expect(query.pollOutput()).toEqual([WINDOW]);
    expect(await query.stop()).toMatchObject({ emitted: 1 });
  });

  it("is disposed of at the end of its scope", async () => {
    const query = await start();
    await query[Symbol.asyncDispose]();
    expect(query.state).toBe("Stopped");
  });

  it("gives up to `max` results, a retraction with the row that replaces it", async () => {
    const query = await revised.start({ lane });
    query.submit("s", [row(1), row(12)]);
    query.flush();
    query.submit("s", row(2, 5));
    query.flush();
    expect(query.pollOutput(1)).toMatchObject([{ op: "+I", seq: 0 }]);
    expect(query.pollOutput(0)).toEqual([]);
    expect(query.pollOutput(1)).toMatchObject([
      { op: "-U", seq: 1, row: { total: 1n } },
      { op: "+U", seq: 2, row: { total: 6n } },
    ]);
    expect(query.pollOutput()).toEqual([]);
    await query.stop();
  });

  it("iterates changes one by one, so that none is lost with the loop", async () => {
    const query = await revised.start({ lane });
    query.submit("s", [row(1), row(12)]);
    query.flush();
    query.submit("s", row(2, 5));
    query.inputs.s!.end();
    const ops: string[] = [];
    for (let left = 4; left > 0; left--) {
      for await (const { op } of query.changes()) {
        ops.push(op);
        break;
      }
    }
    expect(ops).toEqual(["+I", "-U", "+U", "+I"]);
    await query.stop();
  });

  it("gives columns, also after single rows of them were taken", async () => {
    const query = await start();
    query.submit("s", [row(1, 1, "a"), row(1, 2, "bb"), row(1, 3, null), row(11)]);
    expect(query.pollOutput(1)).toEqual([{ k: "a", window_start: 0, total: 1n, n: 1n }]);
    const batch = query.pollBatch()!;
    expect(batch.rows).toBe(2);
    expect(new TextDecoder().decode(batch.columns[0]!.data)).toBe("bb");
    expect([...batch.columns[0]!.offsets]).toEqual([0, 2, 2]);
    expect([...new BigInt64Array(batch.columns[2]!.values.buffer)]).toEqual([2n, 3n]);
    expect(query.pollBatch()).toBeNull();
    await query.stop();
  });
});

describe("misuse is an error with a code", () => {
  const errors: readonly [what: string, code: string, misuse: (query: AnyQuery) => unknown][] = [
    ["start twice", "MR6201", (query) => query.start()],
    ["resume while running", "MR6201", (query) => query.resume()],
    ["an input that is none", "MR6202", (query) => query.submit("t", row(1))],
    ["an input called like what every object has", "MR6202", (query) => query.submit("toString", row(1))],
    [
      "a watermark that goes back",
      "MR6204",
      (query) => {
        query.inputs.s!.advanceWatermark(5000);
        query.inputs.s!.advanceWatermark(4999);
      },
    ],
    ["a watermark that is no number", "MR6205", (query) => query.inputs.s!.advanceWatermark(Number.NaN)],
    ["a watermark without end", "MR6205", (query) => query.inputs.s!.advanceWatermark(Number.POSITIVE_INFINITY)],
    ["a watermark beyond all event times", "MR6205", (query) => query.inputs.s!.advanceWatermark(2n ** 63n)],
    ...[null, undefined, true, [], [1], "2020", "1000", {}, Object.create(null), -(2n ** 62n) - 1n, 1e300].map(
      (at): (typeof errors)[number] => [
        "a watermark of something else",
        "MR6205",
        (query) => query.inputs.s!.advanceWatermark(at as never),
      ],
    ),
    ["a watermark of no date", "MR6205", (query) => query.inputs.s!.advanceWatermark(new Date(Number.NaN))],
    [
      "rows after the end",
      "MR6202",
      (query) => {
        query.inputs.s!.end();
        query.submit("s", row(1));
      },
    ],
    [
      "a second end",
      "MR6202",
      (query) => {
        query.inputs.s!.end();
        query.inputs.s!.end();
      },
    ],
  ];

  it.each(errors)("%s: %s", async (_, code, misuse) => {
    const query = await sums.start();
    expect(() => misuse(query)).toThrow(expect.objectContaining({ name: "MillraceError", code }));
    expect(query.failure).toBeNull();
    await query.stop();
  });

  it("a watermark may be between two milliseconds", async () => {
    const query = await sums.start();
    query.inputs.s!.advanceWatermark(1000.5);
    query.flush();
    expect(query.metrics().inputs.s!.watermark).toBe(1000.5);
    await query.stop();
  });

  it.each([
    [{ ofset: "1" }, "MR8001"],
    [{ offset: 1 }, "MR8003"],
    [{ last: "yes" }, "MR8003"],
    [null, "MR8003"],
  ])("an option of submit that is none: %j, %s", async (options, code) => {
    const query = await sums.start();
    const { s } = query.inputs;
    for (const call of [
      () => s!.submit(row(1), options as never),
      () => s!.submit([row(1)], options as never),
      () => s!.submitBytes(bytesOf('{"ts":1}\n'), options as never),
    ])
      expect(call).toThrow(expect.objectContaining({ code }));
    expect(lawOf(query)).toEqual({});
    await query.stop();
  });

  it("calls before start and after stop: MR6201, and what to do", async () => {
    const query = await sums.open();
    const hint = "call start first";
    expect(() => query.submit("s", row(1))).toThrow(
      expect.objectContaining({ code: "MR6201", hint, message: expect.stringContaining("is Ready") as string }),
    );
    expect(() => query.flush()).toThrow(expect.objectContaining({ code: "MR6201" }));
    await expect(query.pause()).rejects.toMatchObject({ code: "MR6201" });
    await expect(query.close()).rejects.toMatchObject({ code: "MR6201" });
    await query.stop();
    expect(() => query.start()).toThrow(expect.objectContaining({ code: "MR6201", data: { state: "Stopped" } }));
    expect(() => query.submit("s", row(1))).toThrow(expect.objectContaining({ hint: "open the query again" }));
    await expect(query.checkpoint()).rejects.toMatchObject({ code: "MR6201" });
  });

  it("two consumers at a time: MR6203; leaving the loop frees the place", async () => {
    const query = await sums.start();
    const first = query[Symbol.asyncIterator]();
    const waiting = first.next();
    await expect(query[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: "MR6203" });
    await expect(query.changes()[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: "MR6203" });
    query.submit("s", [row(1), row(2), row(11), row(30)]);
    query.flush();
    await waiting;
    await first.return!(undefined);
    expect(await query[Symbol.asyncIterator]().next()).toMatchObject({ done: false });
    await query.stop();
  });

  it.each(["{}", [123], new ArrayBuffer(4), null])(
    "bytes that are none are refused, and the query goes on: %s",
    async (chunk) => {
      const query = await sums.open();
      query.start();
      expect(() => query.inputs.s!.submitBytes(chunk as never)).toThrow(expect.objectContaining({ code: "MR8003" }));
      query.submit("s", row(1));
      query.flush();
      expect(lawOf(query)).toMatchObject({ read: 1 });
      await query.stop();
    },
  );

  it.each([
    [{ lanes: "wasm" }, "MR8001"],
    [{ batchPolicy: { maxRow: 5 } }, "MR8001"],
    [{ lane: "interpreter" }, "MR8003"],
    [{ fallback: true }, "MR8003"],
    [{ restore: "latest" }, "MR8003"],
    [{ restore: [1, 2] }, "MR8003"],
    [{ queueRows: 0 }, "MR8003"],
    [{ outputRows: Number.NaN }, "MR8003"],
    [{ batchPolicy: { maxRows: Number.NaN } }, "MR8003"],
    [{ batchPolicy: { maxLatencyMs: Number.POSITIVE_INFINITY } }, "MR8003"],
    [{ batchPolicy: null }, "MR8003"],
    [{ onLate: "log" }, "MR8003"],
    [{ batchPolicy: { maxRows: 1.5 } }, "MR8003"],
    [{ batchPolicy: { maxRows: "7" } }, "MR8003"],
    [{ queueRows: 10n }, "MR8003"],
    [{ outputRows: [5] }, "MR8003"],
    [{ batchPolicy: { maxLatencyMs: "1" } }, "MR8003"],
    [{ id: Object.create(null) }, "MR8003"],
    [{ maxRows: 5 }, "MR8001"],
    [null, "MR8003"],
    ["wasm", "MR8003"],
  ])("option %o: %s", async (config, code) => {
    await expect(sums.open(config as never)).rejects.toMatchObject({ code });
  });

  it("an undefined option takes its default", async () => {
    const query = await sums.open({ lane: undefined, queueRows: undefined, batchPolicy: { maxRows: undefined } });
    expect(query.metadata.lane).toBe("wasm");
    await query.stop();
  });
});
