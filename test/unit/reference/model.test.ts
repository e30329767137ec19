/** The model against every row of case-bank.md §1–3 and §8 that this release's language covers. */
import { describe, expect, it } from "vitest";
import { END_OF_INPUT, floorTo, type Line, lawAt, readSource, rowsOf, windowsOf } from "../../reference/model.ts";
import { type Bid, linesOf, printBounds, printOutcome, run, runItems, windowOf } from "./notation.ts";

describe("window assignment (§2)", () => {
  it.each([
    ["tumble 300000", 420000, "[300000,600000)"],
    ["tumble 300000", 300000, "[300000,600000)"],
    ["tumble 300000", 0, "[0,300000)"],
    ["tumble 300000", -1, "[-300000,0)"],
    ["tumble 300000", -300000, "[-300000,0)"],
    ["tumble 300000", -300001, "[-600000,-300000)"],
    ["tumble 1000 offset 200", 500, "[200,1200)"],
    ["tumble 1000 offset 200", 199, "[-800,200)"],
    ["tumble 1000 offset 200", 1200, "[1200,2200)"],
    ["hop 500 1000", 700, "[0,1000) [500,1500)"],
    ["hop 500 1000", 1000, "[500,1500) [1000,2000)"],
    ["hop 500 1000", -1, "[-1000,0) [-500,500)"],
    ["hop 1000 2500", 2400, "[0,2500) [1000,3500) [2000,4500)"],
    ["hop 1000 2500", 2600, "[1000,3500) [2000,4500)"],
    ["cumulate 60000 300000", 30000, "[0,60000) [0,120000) [0,180000) [0,240000) [0,300000)"],
    ["cumulate 60000 300000", 60000, "[0,120000) [0,180000) [0,240000) [0,300000)"],
    ["cumulate 60000 300000", 299999, "[0,300000)"],
    [
      "cumulate 60000 300000",
      350000,
      "[300000,360000) [300000,420000) [300000,480000) [300000,540000) [300000,600000)",
    ],
    ["cumulate 60000 300000", -1, "[-300000,0)"],
  ])("%s: %d", (window, ms, expected) => {
    expect(
      windowsOf(windowOf(window), BigInt(ms) * 1000n)
        .map(printBounds)
        .join(" "),
    ).toBe(expected);
  });

  it("hop slide 1000 size 60000: 59999 has 60 windows, starts 0 … 59000", () => {
    const starts = windowsOf(windowOf("hop 1000 60000"), 59_999_000n).map(({ start }) => start);
    expect(starts).toEqual(Array.from({ length: 60 }, (_, i) => BigInt(i) * 1_000_000n));
  });

  it("offsets shift the origin by whole units to nowhere", () => {
    expect(floorTo(-1n, 10n, 3n)).toBe(-7n);
    expect(floorTo(-1n, 10n, 33n)).toBe(-7n);
    expect(floorTo(-1n, 10n, -7n)).toBe(-7n);
  });
});

describe("fixed windows (§3)", () => {
  it.each([
    ["TW1", "tumble 1000", "10@100 20@500 | 30@800 W1000", "W1000: [0,1000)=60"],
    [
      "TW2",
      "tumble 1000",
      "1@100 2@1100 3@2100 W1500 W2000 W2500 W9000",
      "W1500: [0,1000)=1; W2000: [1000,2000)=2; W2500: –; W9000: [2000,3000)=3",
    ],
    [
      "TW3",
      "tumble 1000",
      "AAPL:10@100 AAPL:20@900 GOOG:100@500 MSFT:50@999 AAPL:5@1000 GOOG:200@1500 GOOG:300@1999 W1000 W2000",
      "W1000: AAPL[0,1000)=30 GOOG[0,1000)=100 MSFT[0,1000)=50; W2000: AAPL[1000,2000)=5 GOOG[1000,2000)=500",
    ],
    ["TW4", "tumble 1000", "10@100 W1000 5@300 W2000", "W1000: [0,1000)=10; W2000: – late=1"],
    ["TW5", "tumble 1000", "1@900 W1500 7@1200 W2000", "W1500: [0,1000)=1; W2000: [1000,2000)=7"],
    ["TW6", "tumble 1000", "1@999 2@1000 W999 W1000 W2000", "W999: –; W1000: [0,1000)=1; W2000: [1000,2000)=2"],
    [
      "TW7",
      "tumble 1000 offset 200",
      "10@500 3@100 W200 W1200 5@1100 4@1200 W2200",
      "W200: [-800,200)=3; W1200: [200,1200)=10; W2200: [1200,2200)=4 late=1",
    ],
    ["TW8", "tumble 1000", "1@-1 2@-1000 3@-1001 W-1000 W0", "W-1000: [-2000,-1000)=3; W0: [-1000,0)=3"],
    [
      "TW9",
      "tumble 1000 lateness 500",
      "10@100 W1000 5@300 W1499 W1500 1@400",
      "W1000: –; W1499: –; W1500: [0,1000)=15 late=1",
    ],
    ["TW10", "tumble 1000", "1@100 W1000 W900 2@950 W2000", "W1000: [0,1000)=1; W900: –; W2000: – late=1"],
    [
      "HO1",
      "hop 2000 4000",
      "10@1000 20@3000 W2000 W4000 W5000 W6000",
      "W2000: [-2000,2000)=10; W4000: [0,4000)=30; W5000: –; W6000: [2000,6000)=20",
    ],
    [
      "HO2",
      "hop 500 1000",
      "10@600 20@600 W1000 30@999 W1500 1@999",
      "W1000: [0,1000)=30; W1500: [500,1500)=60 late=1 lateForSomeWindows=1",
    ],
    ["HO3", "hop 1000 2500", "7@2400 5@2600 W9000", "W9000: [0,2500)=7 [1000,3500)=12 [2000,4500)=12"],
    [
      "CU1",
      "cumulate 60000 300000",
      "10@30000 W60000 5@90000 1@10000 W120000 W300000",
      "W60000: [0,60000)=10; W120000: [0,120000)=16; W300000: [0,180000)=16 [0,240000)=16 [0,300000)=16 lateForSomeWindows=1",
    ],
  ])("%s %s: %s", (_, window, input, expected) => {
    const latenessMs = Number(/lateness (\d+)/.exec(window)?.[1] ?? 0);
    expect(printOutcome(input, run(input, window, { latenessMs }))).toBe(expected);
  });

  it("a window without rows does not exist [C5]", () => {
    expect(run("1@100 3@9100 ∞", "tumble 1000").sent.map(({ text }) => text)).toEqual(["[0,1000)=1", "[9000,10000)=3"]);
    expect(run("W5000 ∞", "tumble 1000")).toMatchObject({ sent: [], open: 0 });
  });

  it("windows over windows [C17]: the outer closes in the same step as the inner result that completes it", () => {
    const inner = run("1@100 2@900 4@1500 W1000 W2000", "tumble 1000");
    expect(inner.sent.map(({ after, sum }) => [after, sum])).toEqual([
      [4, 3],
      [5, 4],
    ]);
    const outer = runItems(inner.items, "tumble 2000");
    expect(outer.sent.map(({ after, text }) => [after, text])).toEqual([[5, "[0,2000)=7"]]);
  });

  it("a windowed result has watermark W − lateness [C17], +∞ stays", () => {
    const { items } = run("1@100 W1000 ∞", "tumble 1000", { latenessMs: 300 });
    expect(items.filter(({ kind }) => kind === "watermark")).toEqual([
      { kind: "watermark", after: 1, us: (100n - 86_400_000n - 300n) * 1000n },
      { kind: "watermark", after: 2, us: 700_000n },
      { kind: "watermark", after: 3, us: END_OF_INPUT },
    ]);
  });

  it("results of one step leave by end, start, first arrival of the group in that window [C16]", () => {
    const { sent } = run("B:1@1900 A:1@100 B:1@200 A:1@1100 ∞", "hop 1000 2000");
    expect(sent.map(({ text }) => text)).toEqual([
      "A[-1000,1000)=1",
      "B[-1000,1000)=1",
      "B[0,2000)=2",
      "A[0,2000)=2",
      "B[1000,3000)=1",
      "A[1000,3000)=1",
    ]);
  });
});

describe("EMIT, tumble 1000, lateness 500 (§3)", () => {
  const input = "10@100 W1000 5@300 W1500 1@400";
  /** After each input word: what left, as `+10` or `−10 +15`, and what was late. */
  const steps = (outcome: ReturnType<typeof run>) =>
    input.split(" ").map((_, i) => {
      const rows = outcome.sent.filter(({ after }) => after === i + 1).map(({ op, sum }) => `${op}${sum}`);
      const late = outcome.verdicts.filter(({ after, bucket }) => after <= i + 1 && bucket === "late").length;
      const lateNow = outcome.verdicts.some(({ after, bucket }) => after === i + 1 && bucket === "late");
      return [...rows, ...(lateNow ? [`late=${late}`] : [])].join(" ") || "–";
    });

  it("ON WINDOW CLOSE", () => {
    expect(steps(run(input, "tumble 1000", { latenessMs: 500 }))).toEqual(["–", "–", "–", "+15", "late=1"]);
  });

  it("FINAL, and no EMIT with lateness 0", () => {
    expect(steps(run(input, "tumble 1000"))).toEqual(["–", "+10", "late=1", "–", "late=2"]);
  });

  it("AFTER WATERMARK, and no EMIT with lateness", () => {
    const outcome = run(input, "tumble 1000", { latenessMs: 500, mode: "after-watermark" });
    expect(steps(outcome)).toEqual(["–", "+I10", "-U10 +U15", "–", "late=1"]);
  });

  it("AFTER WATERMARK with lateness zero is a changelog all the same", () => {
    expect(steps(run(input, "tumble 1000", { mode: "after-watermark" }))).toEqual([
      "–",
      "+I10",
      "late=1",
      "–",
      "late=2",
    ]);
  });
});

describe("retraction", () => {
  const afterWatermark = { mode: "after-watermark", latenessMs: 5000 } as const;
  const ops = (outcome: ReturnType<typeof run>) => outcome.sent.map(({ after, op, text }) => `${after} ${op} ${text}`);

  it("HAVING decides: not shown → +I, shown → -U +U, no longer shown → -D", () => {
    const outcome = run("1@100 W1000 9@200 5@300 -20@400 ∞", "tumble 1000", {
      ...afterWatermark,
      keep: (sum) => sum > 5,
    });
    expect(ops(outcome)).toEqual(["3 +I [0,1000)=10", "4 -U [0,1000)=10", "4 +U [0,1000)=15", "5 -D [0,1000)=15"]);
  });

  it("nothing leaves when old and new are the same", () => {
    expect(ops(run("4@100 W1000 0@200 ∞", "tumble 1000", afterWatermark))).toEqual(["2 +I [0,1000)=4"]);
  });

  it("a late row of a new group in a window that has fired is an insert", () => {
    expect(ops(run("A:4@100 W1000 B:1@200 ∞", "tumble 1000", afterWatermark))).toEqual([
      "2 +I A[0,1000)=4",
      "3 +I B[0,1000)=1",
    ]);
  });

  it("one re-emission per late row and fired window, by ascending end; windows that have not fired wait", () => {
    const outcome = run("1@100 W1500 2@900 W3000", "hop 500 1000", afterWatermark);
    expect(ops(outcome)).toEqual([
      "2 +I [-500,500)=1",
      "2 +I [0,1000)=1",
      "3 -U [0,1000)=1",
      "3 +U [0,1000)=3",
      "3 +I [500,1500)=2",
    ]);
  });

  it("windows that closed for good stay closed: the row is late for some", () => {
    const lenient = { mode: "after-watermark", latenessMs: 500 } as const;
    const late = run("1@100 W3000 2@900", "hop 500 2000", lenient);
    expect(late.law).toMatchObject({ late: 1, lateForSomeWindows: 0 });
    expect(ops(late).filter((line) => line.startsWith("3"))).toEqual([]);
    const some = run("1@100 W2100 2@900", "hop 500 2000", lenient);
    expect(some.law).toMatchObject({ late: 0, lateForSomeWindows: 1, windowsMissed: 2 });
    expect(ops(some).filter((line) => line.startsWith("3"))).toEqual(["3 -U [0,2000)=1", "3 +U [0,2000)=3"]);
    expect(some.open).toBe(2);
  });
});

describe("watermarks (§1, §8)", () => {
  const watermarks = (lines: readonly Line<Bid>[], delayMs: number) =>
    readSource(lines, BigInt(delayMs) * 1000n).items.flatMap((item) =>
      item.kind === "watermark" ? [item.us / 1000n] : [],
    );

  it("delay 1000, rows @5000 @4000 @7000: W 4000, 4000, 6000; none before the first row", () => {
    expect(watermarks(linesOf("1@5000 1@4000 1@7000"), 1000)).toEqual([4000n, 6000n]);
    expect(readSource(linesOf("1@5000"), 0n).items.map(({ kind }) => kind)).toEqual(["row", "watermark"]);
  });

  it("W = max(derived, explicit); an explicit one below is nothing", () => {
    expect(watermarks(linesOf("1@5000 W4500 W3000 1@6000"), 1000)).toEqual([4000n, 4500n, 5000n]);
  });

  it("tumble 1000, delay 1000, whatever the batches", () => {
    const input = "1@0 2@2500 4@1600 8@1200 16@900 32@3100 ∞";
    const { sent, law } = run(input, "tumble 1000", { delayMs: 1000 });
    expect(sent.map(({ after, text }) => `${after} ${text}`)).toEqual([
      "2 [0,1000)=1",
      "6 [1000,2000)=12",
      "7 [2000,3000)=2",
      "7 [3000,4000)=32",
    ]);
    expect(law).toMatchObject({ read: 6, contributed: 5, late: 1 });
  });

  it("a row with ts = W is on time, one below it too while its window is open [C1]", () => {
    expect(run("1@0 W500 1@500 1@499 ∞", "tumble 1000").law).toMatchObject({ late: 0, contributed: 3 });
  });

  it("a NULL event time is malformed and moves nothing", () => {
    const { law, verdicts } = run("1@0 1@NULL ∞", "tumble 1000", { delayMs: 0 });
    expect(law).toMatchObject({ read: 2, contributed: 1, malformed: 1 });
    expect(verdicts).toContainEqual({ after: 2, bucket: "malformed", code: "NULL_EVENT_TIME" });
  });

  it("|time| above 2^62 µs is malformed and moves nothing; 2^62 itself counts", () => {
    const at = (ts: bigint, after: number): Line<Bid> => ({ kind: "row", after, ts, row: { key: "", value: 1 } });
    const outside = run([at(2n ** 62n + 1n, 1), at(-(2n ** 62n) - 1n, 2), at(0n, 3)], "tumble 1000", { delayMs: 0 });
    expect(outside.law).toMatchObject({ read: 3, malformed: 2, contributed: 1, late: 0 });
    const edge = run([at(-(2n ** 62n), 1), at(2n ** 62n, 2), { kind: "end", after: 3 }], "tumble 1000", { delayMs: 0 });
    expect(edge.law).toMatchObject({ read: 2, contributed: 2, malformed: 0 });
    expect(edge.open).toBe(0);
  });

  it("a filtered row moves W [C1]; a row that fails WHERE in a closed window is filtered, not late", () => {
    const where = ({ value }: Bid) => value > 0;
    const outcome = run("1@100 -1@2000 1@300", "tumble 1000", { delayMs: 0, where });
    expect(outcome.law).toMatchObject({ read: 3, contributed: 1, filtered: 1, late: 1 });
    expect(run("1@100 W2000 -1@300", "tumble 1000", { where }).law).toMatchObject({ filtered: 1, late: 0 });
  });

  it("lateness beyond the end of time saturates: +∞ still closes", () => {
    const forever = { latenessMs: Number.MAX_SAFE_INTEGER } as const;
    expect(run("1@0 W999999999 1@1 ∞", "tumble 1000", forever)).toMatchObject({ open: 0, law: { late: 0 } });
    expect(run("1@0 W999999999 1@1 ∞", "tumble 1000", forever).sent).toHaveLength(1);
  });

  it("the law holds after every line", () => {
    const input = "1@0 2@2500 4@1600 W2600 16@900 -3@9 ∞";
    const { verdicts } = run(input, "hop 500 1000", { delayMs: 1000, where: ({ value }) => value > 0 });
    for (let after = 0; after <= 7; after++) {
      const { read, contributed, filtered, late, malformed } = lawAt(verdicts, after);
      expect(contributed + filtered + late + malformed).toBe(read);
    }
    expect(lawAt(verdicts, 3)).toMatchObject({ read: 3, contributed: 3 });
    expect(lawAt(verdicts, 7)).toMatchObject({ read: 5, contributed: 3, filtered: 1, late: 1 });
  });
});

it("a window over a changelog is refused", () => {
  const [change] = [{ kind: "change", after: 1, op: "+I", row: 1, time: 0n } as const];
  expect(() => rowsOf({ items: [change], verdicts: [], outputErrors: [], open: 0 })).toThrow("changelog");
});
