/** Row for row what Apache Flink answered on the recorded streams, in both lanes and from every form of input. */
import { beforeAll, describe, expect, it } from "vitest";
import { Random } from "../fuzz/random.ts";
import { difference } from "../oracle/canonical.ts";
import { answer, bidBytes, bidsOf, type StreamName, timeOf } from "./recorded.ts";
import { exampleSql, type Form, type Lane, type LoadedQuery, load, type Ran, run } from "./run.ts";

interface Agreement {
  /** Folder and name of Flink's answer. */
  readonly answer: string;
  readonly sql: string;
  /** Columns of the answer that the query does not compute. */
  readonly without?: readonly string[];
  /** Rows that HAVING and WHERE leave of the stream's, and what became of them. */
  readonly filtered: number;
  readonly late: number;
  readonly lateForSomeWindows: number;
}

const AGREEMENTS: readonly Agreement[] = [
  { answer: "in-order/q0", sql: exampleSql("q0"), filtered: 0, late: 0, lateForSomeWindows: 0 },
  { answer: "in-order/q2", sql: exampleSql("q2"), filtered: 10_933, late: 0, lateForSomeWindows: 0 },
  { answer: "late/tumble", sql: exampleSql("auction_tumble"), filtered: 0, late: 565, lateForSomeWindows: 0 },
  {
    answer: "late/tumble_channel",
    sql: `
      SELECT LOWER(channel) AS ch, window_start, COUNT(*) AS n, MIN(url) AS u, SUM(price) / COUNT(price) AS a
      FROM TUMBLE(bid, dateTime, INTERVAL '10' SECOND)
      WHERE price > 500
      GROUP BY LOWER(channel), window_start, window_end
      HAVING COUNT(*) > 1;`,
    filtered: 352,
    late: 519,
    lateForSomeWindows: 0,
  },
  { answer: "late/hop", sql: exampleSql("auction_hop"), filtered: 0, late: 428, lateForSomeWindows: 292 },
  {
    answer: "late/hop_uneven",
    sql: `
      SELECT window_start, window_end, COUNT(*) AS n, SUM(price) AS s
      FROM HOP(bid, dateTime, INTERVAL '3' SECOND, INTERVAL '12' SECOND)
      GROUP BY window_start, window_end;`,
    without: ["d"],
    filtered: 0,
    late: 380,
    lateForSomeWindows: 332,
  },
  { answer: "late/cumulate", sql: exampleSql("bidder_cumulate"), filtered: 0, late: 453, lateForSomeWindows: 231 },
  {
    answer: "late/nested",
    sql: `
      WITH counts AS (
        SELECT auction, window_time, COUNT(*) AS n
        FROM TUMBLE(bid, dateTime, INTERVAL '5' SECOND)
        GROUP BY auction, window_start, window_end, window_time
      )
      SELECT window_start AS ws, window_end AS we, COUNT(*) AS groups_, MAX(n) AS most
      FROM TUMBLE(counts, window_time, INTERVAL '20' SECOND)
      GROUP BY window_start, window_end;`,
    filtered: 0,
    late: 684,
    lateForSomeWindows: 0,
  },
];

const LANES: readonly Lane[] = ["wasm", "interpret"];
const FORMS: readonly Form[] = ["bytes", "arrow", "objects"];
const WAYS = LANES.flatMap((lane) => FORMS.map((form) => ({ lane, form })));

const streams: Readonly<Record<StreamName, Uint8Array>> = { "in-order": bidBytes("in-order"), late: bidBytes("late") };

/** Every run cuts its stream differently. */
const random = new Random(20_260_301);

describe.each(AGREEMENTS)("$answer", ({ answer: name, sql, without, filtered, late, lateForSomeWindows }) => {
  const stream = streams[name.split("/")[0] as StreamName];
  const flink = answer(name, without);
  let query: LoadedQuery;
  beforeAll(async () => {
    query = await load(sql);
  });

  it("has the answer's columns", () => {
    expect(query.output.map((field) => field.name)).toEqual(flink.columns);
  });

  it.each(WAYS)("$lane from $form", async ({ lane, form }) => {
    const ran = await run(query, lane, form, stream, random.fork());
    const rows = flink.rows.map((row) => row.join("|"));
    expect(difference(rowTexts(query, ran), rows)).toBeNull();
    const read = bidsOf(stream).length;
    const contributed = read - filtered - late;
    expect(ran.metrics.law).toEqual({ read, contributed, filtered, late, malformed: 0, dropped: 0, pending: 0 });
    expect(ran.metrics.lateForSomeWindows).toBe(lateForSomeWindows);
    expect(ran.lateRows).toBe(late);
  });
});

describe("inner aggregates of q5 and q7", () => {
  const stream = streams["in-order"];

  it.each(WAYS)("q5, $lane from $form: the auctions with most bids of each window", async ({ lane, form }) => {
    const { rows } = await run(await counts, lane, form, stream, random.fork());
    const most = new Map<unknown, bigint>();
    for (const { window_end, num } of rows) {
      if ((num as bigint) > (most.get(window_end) ?? 0n)) most.set(window_end, num as bigint);
    }
    const hot = rows.filter(({ window_end, num }) => num === most.get(window_end));
    const q5 = answer("in-order/q5").rows.map((row) => row.join("|"));
    expect(
      difference(
        hot.map(({ auction, num }) => `${auction}|${num}`),
        q5,
      ),
    ).toBeNull();
  });
  const counts = load(exampleSql("q5_bid_counts"));

  it.each(WAYS)("q7, $lane from $form: the highest price of each window", async ({ lane, form }) => {
    const { rows } = await run(await highest, lane, form, stream, random.fork());
    const bids = bidsOf(stream);
    const best = rows.flatMap(({ maxprice, window_start, window_end }) =>
      bids.filter(({ price, dateTime }) => {
        const time = timeOf(dateTime);
        return BigInt(price) === maxprice && time >= Number(window_start) && time <= Number(window_end);
      }),
    );
    const q7 = answer("in-order/q7").rows.map((row) => row.join("|"));
    const ours = best.map(({ auction, price, bidder, dateTime, extra }) =>
      [auction, price, bidder, dateTime, extra].join("|"),
    );
    expect(difference(ours, q7)).toBeNull();
  });
  const highest = load(exampleSql("q7_highest_bids"));
});

describe("where Flink is not followed", () => {
  const shifted = load(`
    SELECT window_start, window_end, COUNT(*) AS n
    FROM TUMBLE(bid, dateTime, INTERVAL '10' SECOND, INTERVAL '3' SECOND)
    GROUP BY window_start, window_end;`);

  it.each(WAYS)("$lane from $form: windows with an offset lose no row", async ({ lane, form }) => {
    const stream = streams["in-order"];
    const { rows, metrics } = await run(await shifted, lane, form, stream, random.fork());
    expect(metrics.law.read).toBe(11_040);
    expect(metrics.law.contributed).toBe(11_040);
    const expected = new Map<number, bigint>();
    for (const { dateTime } of bidsOf(stream)) {
      const start = Math.floor((timeOf(dateTime) - 3000) / 10_000) * 10_000 + 3000;
      expected.set(start, (expected.get(start) ?? 0n) + 1n);
    }
    const found = rows.map(({ window_start, window_end, n }) => [window_start, window_end, n]);
    const inOrder = [...expected].sort(([a], [b]) => a - b);
    expect(found).toEqual(inOrder.map(([start, n]) => [start, start + 10_000, n]));
  });
});

/** Rows as Flink's are written: whole numbers as digits, times as `YYYY-MM-DD HH:MM:SS.mmm`. */
function rowTexts({ output }: LoadedQuery, { rows }: Ran): string[] {
  return rows.map((row) =>
    output
      .map(({ name, type }) =>
        type.kind === "TIMESTAMP"
          ? new Date(row[name] as number).toISOString().slice(0, 23).replace("T", " ")
          : String(row[name]),
      )
      .join("|"),
  );
}
