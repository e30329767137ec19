import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { PackedQuery } from "../../harness/pack.ts";
import { LANES, lawOf, linesOf, open, packed, RATIOS, row, SUMS } from "./queries.ts";

let queries: Readonly<Record<"sums" | "ratios", PackedQuery>>;

beforeAll(async () => {
  queries = await packed({ sums: SUMS, ratios: RATIOS });
});

afterEach(() => {
  vi.useRealTimers();
});

function fakeTimers(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
}

const rows = (count: number) => Array.from({ length: count }, (_, i) => row(1, 1 + i, `k${i}`));

describe.each(LANES)("the latency timer, %s lane", (lane) => {
  it("hands on a partly filled batch after maxLatencyMs, not earlier", async () => {
    fakeTimers();
    const query = await open(queries.ratios, lane, { batchPolicy: { maxLatencyMs: 10 } });
    query.inputs.s!.submit(row(1, 5));
    vi.advanceTimersByTime(9);
    expect(lawOf(query)).toEqual({ read: 1, pending: 1 });
    vi.advanceTimersByTime(1);
    expect(lawOf(query)).toEqual({ read: 1, contributed: 1 });
    expect(query.metrics()).toMatchObject({ batches: 1, emitted: 1, outputPending: 1 });
    await query.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("hands on a full batch at once", async () => {
    fakeTimers();
    const query = await open(queries.ratios, lane, { batchPolicy: { maxRows: 3 } });
    query.inputs.s!.submit(rows(7));
    expect(lawOf(query)).toEqual({ read: 7, contributed: 6, pending: 1 });
    expect(query.metrics().batches).toBe(2);
    await query.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe.each(LANES)("results that nobody takes, %s lane", (lane) => {
  const config = { outputRows: 5000, queueRows: 2000, batchPolicy: { maxRows: 1000 } };

  it("stop the input after a bounded number of rows; nothing is lost, and it goes on when they are taken", async () => {
    const query = await open(queries.ratios, lane, config);
    const input = query.inputs.s!;
    const all = rows(20_000);
    let taken = 0;
    while (taken < all.length) {
      const result = input.submit(all.slice(taken, taken + 500));
      taken += result.taken;
      expect(lawOf(query).read).toBe(taken);
      if (result.rest > 0) break;
    }
    expect(taken).toBeLessThan(5000 + 2 * 4096 + 2000 + 1000);
    expect(query.metrics().outputPending).toBeLessThan(5000 + 4096 + 1);
    expect(input.submit(all[taken]!)).toMatchObject({ taken: 0, rest: 1 });
    const seen: unknown[] = [];
    while (taken < all.length) {
      seen.push(...query.pollOutput(700));
      const { taken: more, rest, ready } = input.submit(all.slice(taken, taken + 500));
      taken += more;
      expect(lawOf(query).read).toBe(taken);
      if (rest === 0) continue;
      seen.push(...query.pollOutput());
      await ready;
    }
    seen.push(...query.pollOutput());
    expect(seen).toEqual(all.map((_, i) => ({ k: `k${i}`, ratio: BigInt(Math.trunc(100 / (1 + i))) })));
    expect(lawOf(query)).toEqual({ read: 20_000, contributed: 20_000 });
    await query.stop();
  });

  it("stop bytes and record batches too, which are offered again after `ready`", async () => {
    const query = await open(queries.ratios, lane, { outputRows: 10, queueRows: 100 });
    const input = query.inputs.s!;
    const chunk = linesOf(rows(50));
    let offered = 0;
    while (offered < 20 && input.submitBytes(chunk).rest === 0) offered++;
    expect(offered).toBeLessThan(10);
    const refused = input.submitBytes(chunk);
    expect(refused.rest).toBe(chunk.length);
    const results = query.pollOutput();
    await refused.ready;
    expect(input.submitBytes(chunk).rest).toBe(0);
    results.push(...query.pollOutput());
    expect(results).toHaveLength(50 * (offered + 1));
    await query.stop();
  });

  it("a chunk that waits may be used again by its owner", async () => {
    const query = await open(queries.ratios, lane, { outputRows: 1 });
    const input = query.inputs.s!;
    input.submit([row(1, 1, "first"), row(1, 1, "second")]);
    const chunk = linesOf([row(1, 2, "third")]);
    input.submitBytes(chunk);
    input.submitBytes(chunk);
    chunk.fill(0x20);
    expect(query.pollOutput().map((result) => (result as { k: string }).k)).toEqual([
      "first",
      "second",
      "third",
      "third",
    ]);
    await query.stop();
  });

  it("pausing waits until they are taken; iteration makes room", async () => {
    const query = await open(queries.ratios, lane, config);
    let taken = 0;
    while (query.metrics().outputPending < 5000) {
      taken += query.inputs.s!.submit(rows(1000)).taken;
      query.flush();
    }
    taken += query.inputs.s!.submit(rows(1000)).taken;
    let isPaused = false;
    const paused = query.pause().then(() => {
      isPaused = true;
    });
    await Promise.resolve();
    expect(isPaused).toBe(false);
    let seen = 0;
    for await (const _ of query) if (++seen === taken) break;
    await paused;
    expect(lawOf(query)).toEqual({ read: taken, contributed: taken });
    await query.stop();
  });
});

describe("work in turns", () => {
  it("a big window is closed over several turns of the event loop, and what comes meanwhile waits behind it", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const query = await open(queries.sums, "wasm", { outputRows: 1_000_000 });
    const input = query.inputs.s!;
    const groups = 60_000;
    for (let from = 0; from < groups; from += 4000)
      input.submit(Array.from({ length: 4000 }, (_, i) => row(1, 1, `key ${from + i}`)));
    query.flush();
    // Every look at the clock takes half a millisecond: a turn is over after a few calls of the module.
    let now = performance.now();
    const clock = vi.spyOn(performance, "now").mockImplementation(() => (now += 0.5));
    input.advanceWatermark(11_000);
    input.submit(row(5, 1, "late"));
    input.submit([row(12), row(13)]);
    expect(query.metrics().emitted).toBeGreaterThan(0);
    expect(query.metrics().emitted).toBeLessThan(groups);
    expect(lawOf(query)).toEqual({ read: groups + 3, contributed: groups, pending: 3 });
    let turns = 0;
    for (; query.metrics().emitted < groups; turns++) vi.advanceTimersToNextTimer();
    expect(turns).toBeGreaterThan(1);
    clock.mockRestore();
    query.flush();
    expect(lawOf(query)).toEqual({ read: groups + 3, contributed: groups + 2, late: 1 });
    expect(query.metrics()).toMatchObject({ emitted: groups, openWindows: 1 });
    await query.stop();
  });

  it("a checkpoint while results have no room holds them all", async () => {
    const query = await open(queries.ratios, "wasm", { outputRows: 10 });
    query.inputs.s!.submit(rows(9000));
    query.flush();
    expect(lawOf(query).pending).toBeGreaterThan(0);
    const saved = await (await query.checkpoint()).data();
    await query.stop();
    const next = await open(queries.ratios, "wasm", { outputRows: 10 }, saved);
    expect(next.pollOutput()).toHaveLength(9000);
    expect(lawOf(next)).toEqual({ read: 9000, contributed: 9000 });
    await next.stop();
  });
});

describe.each(LANES)("callbacks that call the query, %s lane", (lane) => {
  it("rows submitted for a malformed or late row come after those that are under way", async () => {
    const query = await open(queries.sums, lane, {
      onMalformed: () => query.inputs.s!.submit(row(2, 10, "again")),
      onLate: () => {
        query.inputs.s!.submit(row(30, 1, "later"));
        query.pollOutput();
        query.flush();
      },
    });
    query.inputs.s!.submit([row(1), row(1, "?"), row(12), row(1, 1, "late")]);
    query.inputs.s!.submitBytes(linesOf([row(1, "?"), row(13)]));
    // Rows of callbacks are in the next batch, and one that is late there calls back again.
    for (let turn = 0; turn < 4; turn++) query.flush();
    const { law } = query.metrics();
    expect(law).toMatchObject({ malformed: 2, pending: 0 });
    expect(law.read).toBe(law.contributed + law.malformed + law.late);
    expect(law.late).toBeGreaterThan(0);
    await query.stop();
  });

  it("stop and checkpoint called by one wait for the batch", async () => {
    const saved: Promise<Uint8Array>[] = [];
    const query = await open(queries.sums, lane, {
      onLate: () => saved.push(query.checkpoint().then((checkpoint) => checkpoint.data())),
    });
    query.inputs.s!.submit([row(1), row(12), row(1, 1, "late"), row(13)]);
    query.flush();
    const next = await open(queries.sums, lane, {}, await saved[0]!);
    expect(lawOf(next)).toEqual({ read: 4, contributed: 3, late: 1 });
    await next.stop();
    await query.stop();

    let stopped: Promise<unknown> | null = null;
    const other = await open(queries.sums, lane, { onLate: () => (stopped = other.stop()) });
    other.inputs.s!.submit([row(1), row(12), row(1, 1, "late"), row(13)]);
    other.flush();
    expect(await stopped).toMatchObject({ law: { read: 4, contributed: 3, late: 1 } });
    expect(other.state).toBe("Stopped");
  });

  it("what one throws is its owner's: no row is disturbed", async () => {
    const thrown: unknown[] = [];
    const listener = (error: unknown) => thrown.push(error);
    const listeners = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    process.on("uncaughtException", listener);
    try {
      const query = await open(queries.sums, lane, {
        onMalformed: () => {
          throw new Error("mine");
        },
      });
      query.inputs.s!.submit([row(1), row(1, "?"), row(2)]);
      await new Promise((resolve) => setImmediate(resolve));
      query.flush();
      expect(lawOf(query)).toEqual({ read: 3, contributed: 2, malformed: 1 });
      expect(thrown).toEqual([new Error("mine")]);
      await query.stop();
    } finally {
      process.removeListener("uncaughtException", listener);
      for (const each of listeners) process.on("uncaughtException", each);
    }
  });
});
