/** The case bank's §1–§3 and §8, as far as they are about one interpreter: windows, watermarks, lateness, EMIT. */
import { describe, expect, it } from "vitest";
import { panesOf, sliceOf } from "../../../runtime/interpreter/panes.ts";
import type { AggregateCall, EmitMode, Output, WindowSpec } from "../../../runtime/plan.ts";
import {
  aggregate,
  aggregateCall,
  BIGINT,
  BOOLEAN,
  call,
  column,
  cumulate,
  field,
  filter,
  hop,
  literal,
  output,
  project,
  scan,
  TEXT,
  timestamp,
  tumble,
  windowed,
  windowKeys,
} from "./plans.ts";
import { play } from "./play.ts";

const DAY_MS = 86_400_000;
const SUM = aggregateCall("sum(BIGINT)", BIGINT, { arg: column(1, BIGINT) });

interface Query {
  readonly delayMs?: number;
  readonly latenessMs?: number;
  readonly emit?: EmitMode;
  readonly aggregates?: readonly AggregateCall[];
  readonly positiveOnly?: boolean;
}

/** SELECT k, window, aggregates FROM s GROUP BY window, k. */
function query(window: WindowSpec, options: Query = {}): Output {
  const { delayMs = DAY_MS, latenessMs = 0, emit = "on-window-close", aggregates = [SUM] } = options;
  const rows = scan([field("k", TEXT), field("v", BIGINT), field("ts", timestamp(3))], delayMs);
  const positive = call("gt(BIGINT,BIGINT)", [column(1, BIGINT), literal(0n, BIGINT)], BOOLEAN);
  const input = windowed(options.positiveOnly ? filter(rows, positive) : rows, window);
  const keys = [...windowKeys(input), column(0, TEXT)];
  return output(
    aggregate(input, keys, aggregates, { emit, latenessMs }),
    emit === "after-watermark" ? "retract" : "append",
  );
}

describe("window assignment", () => {
  const ms = (us: bigint) => Number(us / 1000n);
  const cases: readonly (readonly [string, WindowSpec, number, string])[] = [
    ["tumble", tumble(300000), 420000, "300000–600000"],
    ["tumble", tumble(300000), 300000, "300000–600000"],
    ["tumble", tumble(300000), 0, "0–300000"],
    ["tumble", tumble(300000), -1, "-300000–0"],
    ["tumble", tumble(300000), -300000, "-300000–0"],
    ["tumble", tumble(300000), -300001, "-600000–-300000"],
    ["tumble with offset", tumble(1000, 200), 500, "200–1200"],
    ["tumble with offset", tumble(1000, 200), 199, "-800–200"],
    ["tumble with offset", tumble(1000, 200), 1200, "1200–2200"],
    ["hop", hop(500, 1000), 700, "0–1000 500–1500"],
    ["hop", hop(500, 1000), 1000, "500–1500 1000–2000"],
    ["hop", hop(500, 1000), -1, "-1000–0 -500–500"],
    ["hop with offset", hop(500, 1000, 100), 600, "100–1100 600–1600"],
    ["uneven hop", hop(1000, 2500), 2400, "0–2500 1000–3500 2000–4500"],
    ["uneven hop", hop(1000, 2500), 2600, "1000–3500 2000–4500"],
    ["cumulate", cumulate(60000, 300000), 30000, "0–60000 0–120000 0–180000 0–240000 0–300000"],
    ["cumulate", cumulate(60000, 300000), 60000, "0–120000 0–180000 0–240000 0–300000"],
    ["cumulate", cumulate(60000, 300000), 299999, "0–300000"],
    [
      "cumulate",
      cumulate(60000, 300000),
      350000,
      "300000–360000 300000–420000 300000–480000 300000–540000 300000–600000",
    ],
    ["cumulate", cumulate(60000, 300000), -1, "-300000–0"],
    ["cumulate with offset", cumulate(1000, 3000, 500), 499, "-2500–500"],
  ];
  it.each(cases)("%s: %#", (_name, window, time, expected) => {
    const panes = panesOf(window, BigInt(time) * 1000n);
    expect(panes.map(({ start, end }) => `${ms(start)}–${ms(end)}`).join(" ")).toBe(expected);
  });

  it("puts a row of a hop of 60 into 60 panes", () => {
    const starts = panesOf(hop(1000, 60000), 59_999_000n).map(({ start }) => ms(start));
    expect(starts).toEqual(Array.from({ length: 60 }, (_, i) => i * 1000));
  });

  it.each([tumble(1000, 200), hop(1000, 2500, 300), hop(500, 1000), cumulate(400, 1200, 100)])(
    "cuts slices where the panes change, and only there: %#",
    (window) => {
      const panes = (time: number) =>
        JSON.stringify(panesOf(window, BigInt(time) * 1000n).map(({ end }) => String(end)));
      for (let time = -6000; time < 6000; time += 100) {
        const isEdge = panes(time) !== panes(time - 100);
        const slice = sliceOf(window, BigInt(time) * 1000n);
        expect(slice === BigInt(time) * 1000n, `edge at ${time}`).toBe(isEdge);
        if (!isEdge) expect(slice).toBe(sliceOf(window, BigInt(time - 100) * 1000n));
      }
    },
  );
});

describe("fixed windows (case bank §3)", () => {
  const cases: readonly (readonly [string, Output, string, string, string])[] = [
    ["TW1", query(tumble(1000)), "10@100 20@500 30@800 W1000", "W1000: [0,1000)=60", ""],
    [
      "TW2",
      query(tumble(1000)),
      "1@100 2@1100 3@2100 W1500 W2000 W2500 W9000",
      "W1500: [0,1000)=1; W2000: [1000,2000)=2; W2500: –; W9000: [2000,3000)=3",
      "",
    ],
    [
      "TW3",
      query(tumble(1000)),
      "AAPL:10@100 AAPL:20@900 GOOG:100@500 MSFT:50@999 AAPL:5@1000 GOOG:200@1500 GOOG:300@1999 W1000 W2000",
      "W1000: AAPL[0,1000)=30 GOOG[0,1000)=100 MSFT[0,1000)=50; W2000: AAPL[1000,2000)=5 GOOG[1000,2000)=500",
      "",
    ],
    ["TW4", query(tumble(1000)), "10@100 W1000 5@300 W2000", "W1000: [0,1000)=10; W2000: –", "late 1"],
    ["TW5", query(tumble(1000)), "1@900 W1500 7@1200 W2000", "W1500: [0,1000)=1; W2000: [1000,2000)=7", ""],
    [
      "TW6",
      query(tumble(1000)),
      "1@999 2@1000 W999 W1000 W2000",
      "W999: –; W1000: [0,1000)=1; W2000: [1000,2000)=2",
      "",
    ],
    [
      "TW7",
      query(tumble(1000, 200)),
      "10@500 3@100 W200 W1200 5@1100 4@1200 W2200",
      "W200: [-800,200)=3; W1200: [200,1200)=10; W2200: [1200,2200)=4",
      "late 1",
    ],
    ["TW8", query(tumble(1000)), "1@-1 2@-1000 3@-1001 W-1000 W0", "W-1000: [-2000,-1000)=3; W0: [-1000,0)=3", ""],
    [
      "TW9",
      query(tumble(1000), { latenessMs: 500 }),
      "10@100 W1000 5@300 W1499 W1500 1@400",
      "W1000: –; W1499: –; W1500: [0,1000)=15",
      "late 1",
    ],
    ["TW10", query(tumble(1000)), "1@100 W1000 W900 2@950 W2000", "W1000: [0,1000)=1; W900: –; W2000: –", "late 1"],
    [
      "HO1",
      query(hop(2000, 4000)),
      "10@1000 20@3000 W2000 W4000 W5000 W6000",
      "W2000: [-2000,2000)=10; W4000: [0,4000)=30; W5000: –; W6000: [2000,6000)=20",
      "",
    ],
    [
      "HO2",
      query(hop(500, 1000)),
      "10@600 20@600 W1000 30@999 W1500 1@999",
      "W1000: [0,1000)=30; W1500: [500,1500)=60",
      "late 1 lateForSomeWindows 1 windowsMissed 1",
    ],
    ["HO3", query(hop(1000, 2500)), "7@2400 5@2600 W9000", "W9000: [0,2500)=7 [1000,3500)=12 [2000,4500)=12", ""],
    [
      "CU1",
      query(cumulate(60000, 300000)),
      "10@30000 W60000 5@90000 1@10000 W120000 W300000",
      "W60000: [0,60000)=10; W120000: [0,120000)=16; W300000: [0,180000)=16 [0,240000)=16 [0,300000)=16",
      "lateForSomeWindows 1 windowsMissed 1",
    ],
  ];
  it.each(cases)("%s", (_id, plan, script, story, side) => {
    const played = play(plan, script);
    expect(played.story).toBe(story);
    const { late, lateForSomeWindows, windowsMissed } = played.counters;
    const nonZero = Object.entries({ late, lateForSomeWindows, windowsMissed }).filter(([, count]) => count > 0);
    expect(nonZero.map((entry) => entry.join(" ")).join(" ")).toBe(side);
  });
});

describe("EMIT (case bank §3), tumble 1000, lateness 500", () => {
  const script = "10@100 W1000 5@300 W1500 1@400";
  const show = (row: readonly unknown[]) => String(row[4]);
  const cases: readonly (readonly [string, Output, string, number])[] = [
    ["ON WINDOW CLOSE", query(tumble(1000), { latenessMs: 500 }), "W1000: –; W1500: +I15", 1],
    ["FINAL: as lateness 0", query(tumble(1000)), "W1000: +I10; W1500: –", 2],
    [
      "AFTER WATERMARK",
      query(tumble(1000), { latenessMs: 500, emit: "after-watermark" }),
      "W1000: +I10; 5@300: -U10 +U15; W1500: –",
      1,
    ],
    ["AFTER WATERMARK, lateness 0", query(tumble(1000), { emit: "after-watermark" }), "W1000: +I10; W1500: –", 2],
  ];
  it.each(cases)("%s", (_name, plan, story, late) => {
    const played = play(plan, script, show, true);
    expect(played.story).toBe(story);
    expect(played.counters.late).toBe(late);
  });

  it("re-emits every fired window of a late row by ascending end, opens none that is closed, and groups anew", () => {
    const plan = query(hop(500, 1000), { latenessMs: 500, emit: "after-watermark" });
    const played = play(
      plan,
      "A:1@600 W1500 A:2@900 B:4@999 W1600 A:8@600",
      (row) => `${row[3]}${row[1]}=${row[4]}`,
      true,
    );
    expect(played.story).toBe(
      "W1500: +IA1000000=1 +IA1500000=1; A:2@900: -UA1500000=1 +UA1500000=3; B:4@999: +IB1500000=4; W1600: –; " +
        "A:8@600: -UA1500000=3 +UA1500000=11",
    );
    expect(played.counters).toMatchObject({ lateForSomeWindows: 3, windowsMissed: 3, contributed: 4 });
  });

  it("emits both fired windows of one late row, the earlier end first", () => {
    const plan = query(hop(500, 1000), { latenessMs: 5000, emit: "after-watermark" });
    const played = play(plan, "1@600 W1500 2@700", showEnd, true);
    expect(played.story).toBe("W1500: +I1000=1 +I1500=1; 2@700: -U1000=1 +U1000=3 -U1500=1 +U1500=3");
  });

  it("says nothing when a late row leaves the result as it was", () => {
    const max = aggregateCall("max(BIGINT)", BIGINT, { arg: column(1, BIGINT) });
    const plan = query(tumble(1000), { latenessMs: 500, emit: "after-watermark", aggregates: [max] });
    expect(play(plan, "9@100 W1000 5@300 9@400 10@500", show, true).story).toBe("W1000: +I9; 10@500: -U9 +U10");
  });

  it("lets HAVING decide: false to true inserts, true to false deletes", () => {
    const base = query(tumble(1000), { latenessMs: 500, emit: "after-watermark" });
    const below = call("lt(BIGINT,BIGINT)", [column(4, BIGINT), literal(20n, BIGINT)], BOOLEAN);
    const above = call("gt(BIGINT,BIGINT)", [column(4, BIGINT), literal(10n, BIGINT)], BOOLEAN);
    const having = call("and(BOOLEAN,BOOLEAN)", [above, below], BOOLEAN);
    const plan = output(project(filter(base.input, having), [column(4, BIGINT)]), "retract");
    const played = play(plan, "10@100 W1000 5@300 1@301 9@302 W1500", ([sum]) => String(sum), true);
    expect(played.story).toBe("W1000: –; 5@300: +I15; 1@301: -U15 +U16; 9@302: -D16; W1500: –");
  });

  const showEnd = (row: readonly unknown[]) => `${(row[1] as bigint) / 1000n}=${row[4]}`;
});

describe("values and groups", () => {
  const show = (row: readonly unknown[]) => row.slice(3).map(String).join(",");
  const v = column(1, BIGINT);
  it("aggregates NULLs", () => {
    const aggregates = [
      aggregateCall("count()", BIGINT),
      aggregateCall("count(BIGINT)", BIGINT, { arg: v }),
      aggregateCall("sum(BIGINT)", BIGINT, { arg: v }),
      aggregateCall("avg(BIGINT)", { kind: "DOUBLE" }, { arg: v }),
      aggregateCall("min(BIGINT)", BIGINT, { arg: v }),
      aggregateCall("max(BIGINT)", BIGINT, { arg: v }),
    ];
    const plan = query(tumble(1000), { aggregates });
    expect(play(plan, "_@1 _@2 W1000", show).story).toBe("W1000: null,2,0,null,null,null,null");
    expect(play(plan, "_@1 7@2 -2@3 W1000", show).story).toBe("W1000: null,3,2,5,2.5,-2,7");
    expect(play(plan, "W1000 ∞", show).story).toBe("W1000: –");
  });

  it("groups NULL keys together and keeps the order of arrival", () => {
    const plan = query(tumble(1000), { aggregates: [aggregateCall("count()", BIGINT)] });
    expect(play(plan, "B:1@5 1@4 A:1@3 1@2 ∞", show).story).toBe("∞: B,1 null,2 A,1");
  });

  it("leaves out rows whose FILTER is not TRUE", () => {
    const over1 = call("gt(BIGINT,BIGINT)", [v, literal(1n, BIGINT)], BOOLEAN);
    const plan = query(tumble(1000), { aggregates: [aggregateCall("count()", BIGINT, { filter: over1 })] });
    expect(play(plan, "1@1 2@2 _@3 ∞", show).story).toBe("∞: null,1");
  });

  it("keeps groups that HAVING accepts", () => {
    const plan = query(tumble(1000), { aggregates: [aggregateCall("count()", BIGINT)] });
    const having = call("gt(BIGINT,BIGINT)", [column(4, BIGINT), literal(1n, BIGINT)], BOOLEAN);
    expect(play(output(filter(plan.input, having)), "A:1@1 B:1@2 B:1@3 ∞", show).story).toBe("∞: B,2");
  });
});

describe("watermarks (case bank §8)", () => {
  it("derives the watermark row by row", () => {
    const played = play(query(tumble(1000), { delayMs: 1000 }), "1@0 2@2500 4@1600 8@1200 16@900 32@3100 ∞");
    expect(played.story).toBe("2@2500: [0,1000)=1; 32@3100: [1000,2000)=12; ∞: [2000,3000)=2 [3000,4000)=32");
    expect(played.lateRows).toEqual([4]);
  });

  it("lets a filtered row move the watermark, and calls no filtered row late", () => {
    const played = play(query(tumble(1000), { delayMs: 0, positiveOnly: true }), "1@100 -1@2000 1@300 -1@300");
    expect(played.counters).toMatchObject({ read: 4, contributed: 1, filtered: 2, late: 1 });
  });

  it("refuses a NULL event time and one beyond 2^62 µs before they move the watermark", () => {
    const beyond = `${(1n << 62n) / 1000n + 1n}`;
    const played = play(query(tumble(1000), { delayMs: 0 }), `1@100 1@_ 1@${beyond} 1@-${beyond} 1@200 ∞`);
    expect(played.story).toBe(
      `1@_: malformed 6006; 1@${beyond}: malformed 6014; 1@-${beyond}: malformed 6014; ∞: [0,1000)=2`,
    );
    expect(played.counters).toMatchObject({ read: 5, malformed: 3, contributed: 2, late: 0 });
  });

  it("accepts the extremes of event time", () => {
    const edge = (1n << 62n) / 1000n;
    const played = play(query(tumble(1000)), `1@-${edge} 2@${edge} ∞`);
    expect(played.story.match(/=\d/g)).toEqual(["=1", "=2"]);
    expect(played.counters).toMatchObject({ contributed: 2, openWindows: 0 });
  });

  it("judges a row by the watermark before it, although it raises it", () => {
    expect(play(query(tumble(1000), { delayMs: 0 }), "1@100 2@5000").counters).toMatchObject({
      late: 0,
      contributed: 2,
    });
  });

  it("closes every window at the end, whatever the lateness, and calls every later row late", () => {
    const played = play(query(tumble(1000), { latenessMs: DAY_MS }), "1@100 ∞ 2@200 ∞");
    expect(played.story).toBe("∞: [0,1000)=1");
    expect(played.counters).toMatchObject({ late: 1, openWindows: 0, keys: 0 });
  });

  it("counts open windows and the groups in them", () => {
    const { counters } = play(query(hop(500, 1000)), "A:1@600 B:1@600 A:1@2000 W1000");
    expect(counters).toMatchObject({ openWindows: 3, keys: 4 });
  });
});

describe("windows over windows (C17)", () => {
  const nested = (innerLatenessMs = 0) => {
    const inner = query(tumble(1000), { latenessMs: innerLatenessMs }).input;
    const outer = windowed(inner, tumble(2000));
    const sum = aggregateCall("sum(BIGINT)", BIGINT, { arg: column(4, BIGINT) });
    return output(aggregate(outer, [...windowKeys(outer), column(3, TEXT)], [sum]));
  };

  it("fires inner and outer in one step", () => {
    expect(play(nested(), "1@100 2@900 4@1500 W1000 W2000").story).toBe("W1000: –; W2000: [0,2000)=7");
  });

  it("holds the outer back by the inner's lateness", () => {
    const played = play(nested(500), "1@100 2@900 4@1500 W2000 8@1600 W2499 W2500 ∞");
    expect(played.story).toBe("W2000: –; W2499: –; W2500: [0,2000)=15");
    expect(played.counters).toMatchObject({ emitted: 1, contributed: 4, outputErrors: 0 });
  });

  it("counts a failure over inner results as an output error of the inner group", () => {
    const inner = query(tumble(1000)).input;
    const outer = windowed(inner, tumble(2000));
    const inverse = call("divide(BIGINT,BIGINT)", [literal(10n, BIGINT), column(4, BIGINT)], BIGINT);
    const sum = aggregateCall("sum(BIGINT)", BIGINT, { arg: inverse });
    const plan = output(aggregate(outer, windowKeys(outer), [sum]));
    const played = play(plan, "A:0@100 B:2@200 ∞", (row) => String(row[3]));
    expect(played.story).toBe("∞: error 6012 of A 5");
    expect(played.counters).toMatchObject({ malformed: 0, outputErrors: 1, contributed: 2 });
  });

  it("refuses by name what it cannot run", () => {
    const retracting = query(tumble(1000), { emit: "after-watermark" }).input;
    const outer = windowed(retracting, tumble(2000));
    const over = output(aggregate(outer, windowKeys(outer), [aggregateCall("count()", BIGINT)]));
    expect(() => play(over, "∞")).toThrow("over a result that retracts");
    const rows = scan([field("k", TEXT), field("v", BIGINT), field("ts", timestamp(3))]);
    expect(() => play(output(windowed(rows, tumble(1000))), "∞")).toThrow("cannot run a Window");
    expect(() => play(output(aggregate(rows, [], [aggregateCall("count()", BIGINT)])), "∞")).toThrow(
      "without a Window",
    );
    expect(() => play(query(tumble(1), { aggregates: [aggregateCall("median(BIGINT)", BIGINT)] }), "∞")).toThrow(
      "median(BIGINT)",
    );
    const unknown = call("frobnicate(BIGINT)", [column(1, BIGINT)], BOOLEAN);
    expect(() => play(output(filter(rows, unknown)), "∞")).toThrow("frobnicate(BIGINT)");
  });
});
