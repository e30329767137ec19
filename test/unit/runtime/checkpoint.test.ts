import { beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../fuzz/random.ts";
import type { OpenQuery } from "../../harness/open.ts";
import type { PackedQuery } from "../../harness/pack.ts";
import {
  type AnyDefinition,
  bytesOf,
  defined,
  LANES,
  lawOf,
  linesOf,
  open,
  packed,
  RATIOS,
  REVISED,
  row,
  SUMS,
} from "./queries.ts";

let queries: Readonly<Record<"sums" | "revised" | "ratios" | "text", PackedQuery>>;
let sums: AnyDefinition;

beforeAll(async () => {
  const text = SUMS.replace("SUM(v) AS total", "MAX(k) AS total");
  queries = await packed({ sums: SUMS, revised: REVISED, ratios: RATIOS, text });
  sums = await defined(SUMS);
});

const save = async (query: OpenQuery) => (await query.checkpoint()).data();

describe.each(LANES)("a checkpoint, %s lane", (lane) => {
  it("holds windows, watermark, counters, results not taken, offsets and the end", async () => {
    const query = await open(queries.revised, lane);
    query.inputs.s!.submit([row(1), row(12)], { offset: "p-2" });
    expect(query.pollOutput()).toHaveLength(1);
    query.inputs.s!.submit([row(2, 12), row(2, "?")], { offset: "p-4" });
    query.inputs.s!.advanceWatermark(12_500n * 1000n);
    const checkpoint = await query.checkpoint();
    const before = query.metrics();
    await query.stop();

    const next = await open(queries.revised, lane, {}, await checkpoint.data());
    expect(next.metrics()).toEqual({ ...before, memoryBytes: next.metrics().memoryBytes });
    expect(next.restored).toMatchObject({
      epoch: 1,
      bytes: checkpoint.bytes,
      offsets: { s: "p-4" },
      watermarks: { s: 12_500 },
    });
    expect(() => next.inputs.s!.advanceWatermark(12_499)).toThrow(expect.objectContaining({ code: "MR6204" }));
    expect(next.pollOutput()).toMatchObject([
      { op: "-U", seq: 1, epoch: 1 },
      { op: "+U", seq: 2, epoch: 1, row: { total: 13n } },
    ]);
    next.inputs.s!.end();
    const ended = await open(queries.revised, lane, {}, await save(next));
    expect(ended.pollOutput()).toMatchObject([{ op: "+I", row: { window_start: 10_000 } }]);
    expect(() => ended.inputs.s!.submit(row(50))).toThrow(expect.objectContaining({ code: "MR6202" }));
    await next.stop();
    await ended.stop();
  });

  it("can be taken in every state but the last, and says when it was taken", async () => {
    const query = await sums.open({ lane });
    const first = await query.checkpoint();
    query.start();
    query.submit("s", row(1));
    const second = await query.checkpoint();
    await query.pause();
    const third = await query.checkpoint();
    expect([first.epoch, second.epoch, third.epoch]).toEqual([1, 2, 3]);
    expect(first.watermarks).toEqual({ s: null });
    expect(second.watermarks).toEqual({ s: 0 });
    expect(query.metrics().checkpoints).toBe(3);
    await query.stop();
  });

  it("holds what was there when it was called, not what came while it was written", async () => {
    const query = await sums.start({ lane });
    query.submit("s", row(1));
    const writing = query.checkpoint();
    query.submit("s", [row(2), row(12)]);
    const checkpoint = await writing;
    expect(checkpoint.watermarks).toEqual({ s: 0 });
    const restored = await sums.start({ lane, restore: await checkpoint.data() });
    expect(lawOf(restored)).toEqual({ read: 1, contributed: 1 });
    expect(restored.pollOutput()).toEqual([]);
    await restored.stop();
    await query.stop();
  });

  it("after every byte of an input leads to the same results, positions and side rows", async () => {
    const lines = linesOf([row(1), row(2, "bad"), row(12, 4, "ä"), row(3), row(14, 2)]);
    const input = bytesOf(`\ufeff${new TextDecoder().decode(lines).replaceAll("\n", "\r\n")}\n`);
    const whole = await collect(lane, input, []);
    expect(whole.results).toHaveLength(3);
    expect(whole.sides.filter((side) => side.startsWith("MR6001"))).toHaveLength(1);
    for (let cut = 0; cut <= input.length; cut += lane === "wasm" ? 1 : 5)
      expect(await collect(lane, input, [cut])).toEqual(whole);
    const random = new Random(7);
    for (let round = 0; round < 5; round++) {
      const cuts = Array.from({ length: 6 }, () => Math.floor((random.next() / 2 ** 32) * input.length));
      expect(
        await collect(
          lane,
          input,
          cuts.sort((a, b) => a - b),
        ),
      ).toEqual(whole);
    }
  });

  it("of a line that is too long is as if nothing had happened", async () => {
    const long = `{"k":"${"x".repeat(1_200_000)}","v":1,"ts":1000}\n`;
    const input = bytesOf(`${JSON.stringify(row(1))}\n${long}${JSON.stringify(row(2))}\n`);
    const whole = await collect(lane, input, []);
    expect(whole.sides).toEqual(["MR6005 null @26 line 2"]);
    for (const cut of [30, 200, 300, 1_100_000, 1_200_025, 1_200_050])
      expect(await collect(lane, input, [cut])).toEqual(whole);
  });

  /** Everything that comes out, where the query is saved and opened again at each of the cuts. */
  async function collect(lane: (typeof LANES)[number], input: Uint8Array, cuts: readonly number[]) {
    const sides: string[] = [];
    const results: unknown[] = [];
    const config = {
      onMalformed: (
        _: string,
        bad: { code: string; column: string | null; offset: string | null; line: number | null },
      ) => sides.push(`${bad.code} ${bad.column} @${bad.offset} line ${bad.line}`),
      onLate: (_: string, late: { row: unknown; offset: string | null }) =>
        sides.push(`late ${String((late.row as { k: unknown }).k)} @${late.offset}`),
    };
    let query = await open(queries.sums, lane, config);
    let at = 0;
    for (const cut of [...cuts, input.length]) {
      query.inputs.s!.submitBytes(input.subarray(at, cut));
      at = cut;
      if (cut === input.length) break;
      const saved = await save(query);
      await query.stop();
      query = await open(queries.sums, lane, config, saved);
    }
    query.inputs.s!.end();
    results.push(...query.pollOutput());
    const { law } = query.metrics();
    await query.stop();
    return { results, sides, law };
  }
});

describe("a checkpoint that is none is refused, and the query starts from nothing else", () => {
  let bytes: Uint8Array;

  beforeAll(async () => {
    const query = await sums.start();
    query.submit("s", [row(1, 1, "a"), row(2, 2, "b"), row(12)]);
    query.inputs.s!.submitBytes(bytesOf('{"k":'));
    bytes = await (await query.checkpoint()).data();
    await query.stop();
  });

  const damage = (restore: Uint8Array) =>
    expect(sums.open({ restore })).rejects.toMatchObject({ name: "MillraceError", code: "MR5201" });

  it("cut off anywhere", async () => {
    const lengths = Array.from({ length: bytes.length }, (_, length) => length);
    await Promise.all(
      lengths.filter((at) => at < 80 || at % 7 === 0).map((length) => damage(bytes.subarray(0, length))),
    );
  });

  it("with any bit the other way round", async () => {
    const random = new Random(11);
    for (let round = 0; round < 300; round++) {
      const flipped = bytes.slice();
      const bit = random.next() % (8 * bytes.length);
      flipped[bit >>> 3]! ^= 1 << (bit & 7);
      await damage(flipped);
    }
  });

  it("with bytes behind it, twice the same, or nothing of the kind", async () => {
    await damage(new Uint8Array([...bytes, 0]));
    await damage(new Uint8Array([...bytes, ...bytes]));
    await damage(new Uint8Array(0));
    await damage(new Uint8Array(1000));
    await damage(bytesOf("{}".repeat(100)));
  });

  it("is restored from a view into other bytes, and from a Buffer as files are read into", async () => {
    const read = await sums.start({ restore: Buffer.from(bytes) });
    expect(read.pollOutput()).toHaveLength(2);
    await read.stop();
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const query = await sums.start({ restore: shifted.subarray(3) });
    expect(lawOf(query)).toEqual({ read: 3, contributed: 3 });
    expect(query.pollOutput()).toHaveLength(2);
    await query.stop();
  });

  it.each([
    ["another query", () => open(queries.ratios, "wasm", {}, bytes)],
    ["a query that remembers something else", () => open(queries.text, "wasm", {}, bytes)],
    ["another emit mode", () => open(queries.revised, "wasm", {}, bytes)],
    ["the other lane", () => sums.open({ lane: "interpret", restore: bytes })],
  ])("of %s: MR5003", async (_, opening) => {
    await expect(opening()).rejects.toMatchObject({ name: "MillraceError", code: "MR5003" });
  });
});
