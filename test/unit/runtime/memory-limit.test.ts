import { beforeAll, describe, expect, it } from "vitest";
import type { PackedQuery } from "../../harness/pack.ts";
import { lawOf, linesOf, open, packed, row, SUMS } from "./queries.ts";

const LIMIT = 6 * 1024 * 1024;
let sums: PackedQuery;

beforeAll(async () => {
  ({ sums } = await packed({ sums: SUMS }, { rowBytes: 1_048_576, stateBytes: LIMIT }));
});

const keys = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => row(1, 1, `a key that takes some room ${from + i}`));

describe("the memory limit", () => {
  it("is a typed error that pauses the query; rows before it are kept, each exactly once", async () => {
    const query = await open(sums, "wasm");
    let error: unknown = null;
    for (let from = 0; error === null; from += 100) {
      try {
        query.inputs.s!.submit(keys(from, 100));
        query.flush();
      } catch (thrown) {
        error = thrown;
      }
    }
    expect(error).toMatchObject({ code: "MR6301", data: { limit: LIMIT } });
    expect(query.failure).toBe(error);
    expect(query.state).toBe("Paused");
    const { law, keys: groups, memoryBytes } = query.metrics();
    expect(law.read).toBe(law.contributed + law.pending);
    expect(law.read % 100).toBe(0);
    expect(groups).toBe(law.contributed);
    expect(memoryBytes).toBeLessThanOrEqual(LIMIT);
    expect(query.inputs.s!.submit(row(2))).toMatchObject({ taken: 0, rest: 1 });
    await expect(query.checkpoint()).rejects.toBe(error);
    await expect(query[Symbol.asyncIterator]().next()).rejects.toBe(error);

    // Whoever resumes tries the same row again.
    expect(() => query.resume()).toThrow(expect.objectContaining({ code: "MR6301" }));
    expect(lawOf(query)).toMatchObject({ read: law.read, contributed: law.contributed });
    const last = await query.stop();
    expect(last.law).toEqual(law);
  });

  it("is met by bytes and by `end` as well, and neither is lost for a query that goes on", async () => {
    const query = await open(sums, "wasm");
    const input = query.inputs.s!;
    expect(() => {
      for (let from = 0; ; from += 1000) input.submitBytes(linesOf(keys(from, 1000)));
    }).toThrow(expect.objectContaining({ code: "MR6301" }));
    const { law } = query.metrics();
    expect(law.read).toBe(law.contributed + law.pending);
    input.end();
    expect(query.metrics().inputs.s!.ended).toBe(true);
    expect(() => query.resume()).toThrow(expect.objectContaining({ code: "MR6301" }));
    await query.stop();
  });

  it("`close` rejects with it and `stop` still frees the query", async () => {
    const query = await open(sums, "wasm", { batchPolicy: { maxRows: 4096, maxLatencyMs: 1 } });
    const closing = (async () => {
      for (let from = 0; ; from += 100) {
        const { rest } = query.inputs.s!.submit(keys(from, 100));
        if (rest > 0) break;
      }
      return query.close();
    })();
    await expect(closing).rejects.toMatchObject({ code: "MR6301" });
    await query.stop();
    expect(query.state).toBe("Stopped");
  });

  it("a text that does not fit is not taken, and the row after it finds its place untouched", async () => {
    const query = await open(sums, "wasm");
    const input = query.inputs.s!;
    input.submit(row(1, 7, null));
    expect(() => input.submit({ v: null, k: "x".repeat(8 << 20), ts: 1000 })).toThrow(
      expect.objectContaining({ code: "MR6301" }),
    );
    expect(lawOf(query)).toEqual({ read: 1, pending: 1 });
    query.resume();
    input.submit(row(1, 8, null));
    input.end();
    expect(query.pollOutput()).toEqual([{ k: null, window_start: 0, total: 15n, n: 2n }]);
    await query.stop();
  });
});
