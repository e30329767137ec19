/** How groups stand in memory. */
import { describe, expect, it } from "vitest";
import type { WindowAggregate } from "../../../generator/physical/plan.ts";
import { storageBytes } from "../../../generator/physical/state.ts";
import { physical } from "./plan-of.ts";

const TUMBLE = "TUMBLE(r, ts, INTERVAL '10' SECOND)";
const HOP = "HOP(r, ts, INTERVAL '5' SECOND, INTERVAL '10' SECOND)";

function aggregate(list: string, keys: string, window = TUMBLE): WindowAggregate {
  return physical(`SELECT ${list} FROM ${window} GROUP BY window_start, window_end${keys}`).aggregates[0]!;
}

/** Every part of the group as `[from, to)`. */
function parts({ keys, nullFlags, accumulators }: WindowAggregate["layout"]): readonly (readonly [number, number])[] {
  return [
    ...keys.map(({ offset, storage }) => [offset, offset + storageBytes(storage)] as const),
    ...(nullFlags === null ? [] : [[nullFlags.offset, nullFlags.offset + nullFlags.bytes] as const]),
    ...accumulators.flatMap(({ offset, storage, high, capacity }) => [
      [offset, offset + storageBytes(storage)] as const,
      ...(high === null ? [] : [[high, high + 8] as const]),
      ...(capacity === null ? [] : [[capacity, capacity + 4] as const]),
    ]),
  ];
}

describe("a group of a tumbling window", () => {
  it("the plainest: a BIGINT key and a count", () => {
    const { layout } = aggregate("n, COUNT(*) AS c", ", n");
    expect(layout).toMatchObject({ bytes: 16, nullFlags: null, partial: null });
    expect(layout.keys).toEqual([{ offset: 0, storage: "i64" }]);
    expect(layout.accumulators).toMatchObject([{ offset: 8, storage: "i64", high: null, capacity: null }]);
  });

  it("nothing overlaps, everything is aligned and within the group, whatever is mixed", () => {
    const { layout } = aggregate(
      "b, COUNT(*) AS c, SUM(n) AS s, AVG(x) AS a, MIN(k) AS l, MAX(i) AS m, MAX(d) AS e",
      ", b, i, k, d, x",
    );
    const ranges = [...parts(layout)].sort(([a], [b]) => a - b);
    for (const [i, [from, to]] of ranges.entries()) {
      expect(from % (to - from)).toBe(0);
      expect(from).toBeGreaterThanOrEqual(ranges[i - 1]?.[1] ?? 0);
      expect(to).toBeLessThanOrEqual(layout.bytes);
    }
    expect(layout.bytes % 8).toBe(0);
    expect(layout.nullFlags).toMatchObject({ bytes: 1 });
  });

  it("an exact sum has an upper half, a text room to be replaced in place", () => {
    const [sum, least] = aggregate("SUM(n) AS s, MIN(k) AS l", "").layout.accumulators.filter(
      ({ high, capacity }) => high !== null || capacity !== null,
    );
    expect(sum).toMatchObject({ storage: "i64", capacity: null });
    expect(least).toMatchObject({ storage: "text", high: null });
  });

  it("a group without keys and accumulators still has a place", () => {
    expect(aggregate("window_start", "").layout.bytes).toBe(8);
  });

  it("equal accumulators are kept once: AVG reads the SUM and the COUNT", () => {
    const { accumulators, results } = aggregate("SUM(n) AS s, AVG(n) AS a, COUNT(*) AS c, SUM(n) AS again", "");
    expect(accumulators.map(({ kind }) => kind).sort()).toEqual(["count", "sum"]);
    expect(results.length).toBeGreaterThanOrEqual(3);
  });
});

describe("a group of a sliding window", () => {
  it("keeps its accumulators in partials, two to a node where sums are stacked", () => {
    const { layout } = aggregate("COUNT(*) AS c, SUM(n) AS s", ", n", HOP);
    const { partial } = layout;
    expect(partial).toMatchObject({ stacks: true });
    expect(partial!.nodeBytes).toBe(16 + 2 * partial!.bytes);
    expect(layout.bytes).toBe(partial!.back + partial!.bytes);
  });

  it("a DOUBLE sum is added up anew, so nodes have one partial and groups none", () => {
    const { layout } = aggregate("SUM(x) AS s", ", n", HOP);
    const { partial } = layout;
    expect(partial).toMatchObject({ stacks: false });
    expect(partial!.nodeBytes).toBe(16 + partial!.bytes);
    expect(layout.bytes).toBe(partial!.back);
  });
});
