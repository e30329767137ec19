/** Whole files: the shape of plans, what applies to which aggregate, names, sources and the file rule. */
import { describe, expect, test } from "vitest";
import { explainPlan } from "../../../generator/logical/explain.ts";
import { compile } from "./compile.ts";

const BID = `-- Offers for an item.
CREATE SOURCE bid (
  -- The item.
  -- An id of the auction house.
  auction BIGINT NOT NULL,
  price BIGINT, -- not about the next column
  channel TEXT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '4' SECOND) WITH (format = 'jsonl');
CREATE SOURCE other (a INT) WITH (format = 'arrow');
`;

function explain(query: string): string {
  const { bound, text, sources } = compile(BID, query);
  expect(bound, text).not.toBeNull();
  return explainPlan(bound!.plan, (span) => sources.place(span, "query.sql"))
    .split("\n")
    .map((line) => line.replace(/\s+\[.*$/, ""))
    .join("\n")
    .trimEnd();
}

describe("shapes", () => {
  test("a projection over a filter", () => {
    expect(explain("SELECT auction, price * 2 AS twice FROM bid WHERE price > 5")).toBe(
      `Output query: auction, twice
  Project auction, price * 2 AS twice
    Filter price > 5
      Scan bid (auction, price, channel, ts) watermark ts - INTERVAL '4' SECOND`,
    );
  });

  test("having over the aggregate, where below the window, the window's columns first among the keys", () => {
    const query = `SELECT lower(channel) AS c, COUNT(*) AS n, MAX(price) - MIN(price) AS spread
FROM TUMBLE(bid, ts, INTERVAL '10' SECOND) WHERE price > 5 GROUP BY lower(channel), window_end HAVING COUNT(*) > 1`;
    expect(explain(query)).toBe(
      `Output query: c, n, spread
  Project lower(channel) AS c, COUNT(*) AS n, MAX(price) - MIN(price) AS spread
    Filter COUNT(*) > 1
      Aggregate by window_start, window_end, window_time, lower(channel): COUNT(*), MAX(price), MIN(price); emit on-window-close
        Window TUMBLE(ts, INTERVAL '10' SECOND)
          Filter price > 5
            Scan bid (auction, price, channel, ts) watermark ts - INTERVAL '4' SECOND`,
    );
  });

  test("where above the window if it reads the window's columns", () => {
    const { bound } = compile(
      BID,
      "SELECT p FROM (SELECT SUM(price) AS p FROM (SELECT price, window_end FROM HOP(bid, ts, INTERVAL '1' SECOND, INTERVAL '2' SECOND) WHERE price > 1) GROUP BY window_end)",
    );
    const kinds: string[] = [];
    for (let node = bound!.plan.input; ; node = node.input) {
      kinds.push(node.kind);
      if (node.kind === "Scan") break;
    }
    expect(kinds).toEqual(["Project", "Project", "Aggregate", "Project", "Window", "Filter", "Scan"]);
  });

  test("a subquery over an open window hands the window's columns on unseen", () => {
    expect(
      explain(
        "SELECT SUM(p) AS s FROM (SELECT price AS p, window_end AS e FROM TUMBLE(bid, ts, INTERVAL '1' DAY)) GROUP BY e",
      ),
    ).toBe(
      `Output query: s
  Project SUM(p) AS s
    Aggregate by window_start, e, window_time: SUM(p); emit on-window-close
      Project price AS p, window_end AS e, window_start, window_time
        Window TUMBLE(ts, INTERVAL '1' DAY)
          Scan bid (auction, price, channel, ts) watermark ts - INTERVAL '4' SECOND`,
    );
  });

  test("windows over windows", () => {
    const query = `WITH small AS (
  SELECT window_time AS t, auction, COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '5' SECOND) GROUP BY window_time, auction)
SELECT window_end, MAX(n) AS m FROM TUMBLE(small, t, INTERVAL '20' SECOND) GROUP BY window_end`;
    expect(explain(query)).toBe(
      `Output query: window_end, m
  Project window_end, MAX(n) AS m
    Aggregate by window_start, window_end, window_time: MAX(n); emit on-window-close
      Window TUMBLE(t, INTERVAL '20' SECOND)
        Project window_time AS t, auction, COUNT(*) AS n
          Aggregate by window_start, window_end, window_time, auction: COUNT(*); emit on-window-close
            Window TUMBLE(ts, INTERVAL '5' SECOND)
              Scan bid (auction, price, channel, ts) watermark ts - INTERVAL '4' SECOND`,
    );
  });

  test("equal aggregates are computed once", () => {
    const plan = explain(
      "SELECT COUNT(*) AS a, COUNT(*) + 1 AS b, SUM(price) AS c FROM bid GROUP BY tumble(INTERVAL '1' DAY) HAVING COUNT(*) > 1 AND SUM(price) > 5",
    );
    expect(plan).toContain("Aggregate by window_start, window_end, window_time: COUNT(*), SUM(price); emit");
  });
});

describe("names", () => {
  const namesOf = (query: string) => {
    const { bound, text } = compile(BID, query);
    expect(bound, text).not.toBeNull();
    return bound!.plan.schema.map((field) => field.name);
  };

  test("columns keep their declared spelling, others take the function's name or their position", () => {
    expect(
      namesOf(
        "SELECT AUCTION, b.Price, LOWER(channel), price + 1, CAST(TS AS DATE), 5, EXTRACT(day FROM ts) FROM bid b",
      ),
    ).toEqual(["auction", "price", "lower", "column4", "ts", "column6", "extract"]);
  });

  test("stars expand in order", () => {
    expect(namesOf("SELECT *, 1 AS one FROM bid")).toEqual(["auction", "price", "channel", "ts", "one"]);
    expect(namesOf("SELECT w.* FROM (SELECT * FROM bid) AS w")).toEqual(["auction", "price", "channel", "ts"]);
  });

  test("in GROUP BY a column of the input comes before a name given in SELECT", () => {
    expect(
      explain("SELECT MAX(price) AS channel, channel AS c FROM bid GROUP BY tumble(INTERVAL '1' DAY), channel"),
    ).toContain("Aggregate by window_start, window_end, window_time, channel: MAX(price)");
    expect(explain("SELECT price % 7 AS k FROM bid GROUP BY tumble(INTERVAL '1' DAY), K")).toContain(
      "Aggregate by window_start, window_end, window_time, price % 7: no aggregates",
    );
  });
});

describe("timing", () => {
  const timingOf = (query: string) => {
    const { bound, text } = compile(BID, query);
    expect(bound, text).not.toBeNull();
    const { changelog } = bound!.plan;
    const aggregate = /emit ([\w-]+)(?: lateness INTERVAL ('\d+' \w+))?/.exec(explain(query));
    return [changelog, aggregate?.[1], aggregate?.[2] ?? "none"];
  };
  const query = (clauses: string) => `SELECT COUNT(*) AS n FROM bid GROUP BY tumble(INTERVAL '1' DAY) ${clauses}`;

  test.each([
    ["", "append", "on-window-close", "none"],
    ["ALLOW LATENESS INTERVAL '5' SECOND", "retract", "after-watermark", "'5' SECOND"],
    ["ALLOW LATENESS INTERVAL '0' SECOND", "append", "on-window-close", "none"],
    ["EMIT ON WINDOW CLOSE", "append", "on-window-close", "none"],
    ["EMIT ON WINDOW CLOSE ALLOW LATENESS INTERVAL '5' SECOND", "append", "on-window-close", "'5' SECOND"],
    ["ALLOW LATENESS INTERVAL '5' SECOND EMIT FINAL", "append", "on-window-close", "none"],
    ["EMIT AFTER WATERMARK", "retract", "after-watermark", "none"],
    ["EMIT ON WATERMARK ALLOW LATENESS INTERVAL '1' WEEK", "retract", "after-watermark", "'1' WEEK"],
  ])("%s", (clauses, ...timing) => {
    expect(timingOf(query(clauses))).toEqual(timing);
    // The same clauses around the query belong to the same aggregate.
    expect(timingOf(`SELECT n FROM (${query("")}) WHERE n > 1 ${clauses}`)).toEqual(timing);
  });

  test("clauses stay with the aggregate they stand at", () => {
    const inner =
      "SELECT window_time AS t, COUNT(*) AS n FROM TUMBLE(bid, ts, INTERVAL '1' SECOND) GROUP BY window_time EMIT FINAL";
    const outer = `SELECT MAX(n) AS m FROM TUMBLE((${inner}), t, INTERVAL '1' DAY) GROUP BY window_end EMIT AFTER WATERMARK`;
    expect(explain(outer).match(/emit [\w-]+/g)).toEqual(["emit after-watermark", "emit on-window-close"]);
  });
});

test("digits of the window's bounds", () => {
  const typeOf = (window: string) => {
    const { bound, text } = compile(
      BID,
      `SELECT window_start AS s, window_time AS t FROM ${window} GROUP BY window_end`,
    );
    expect(bound, text).not.toBeNull();
    return bound!.plan.schema.map(({ type }) => (type.kind === "TIMESTAMP" ? type.precision : null));
  };
  expect(typeOf("TUMBLE(bid, ts, INTERVAL '1' SECOND)")).toEqual([3, 6]);
  expect(typeOf("TUMBLE(bid, ts, INTERVAL '1' SECOND, INTERVAL '1.0001' SECOND)")).toEqual([4, 6]);
  expect(typeOf("HOP(bid, ts, INTERVAL '250' MICROSECOND, INTERVAL '1' SECOND)")).toEqual([5, 6]);
  expect(typeOf("CUMULATE(bid, ts, INTERVAL '1' SECOND, INTERVAL '3' SECOND, INTERVAL '1' MICROSECOND)")).toEqual([
    6, 6,
  ]);
});

describe("files", () => {
  test("sources that the plan reads, with comments, formats and watermarks", () => {
    const { bound } = compile(BID, "-- Every price.\n--  As offered.\nSELECT price FROM bid");
    expect(bound!.comment).toBe("Every price.\n As offered.");
    expect(bound!.plan.name).toBe("query");
    expect(bound!.sources.map(({ name, format, comment }) => ({ name, format, comment }))).toEqual([
      { name: "bid", format: "jsonl", comment: "Offers for an item." },
    ]);
    const [bid] = bound!.sources;
    expect(bid!.columns.map(({ name, nullable, comment }) => [name, nullable, comment])).toEqual([
      ["auction", false, "The item.\nAn id of the auction house."],
      ["price", true, null],
      ["channel", true, null],
      ["ts", true, null],
    ]);
    expect(bid!.watermark).toMatchObject({ column: 3, delayUs: 4_000_000n });
    expect(BID.slice(bid!.watermark!.span.start, bid!.watermark!.span.end)).toBe(
      "WATERMARK FOR ts AS ts - INTERVAL '4' SECOND",
    );
  });

  test("a comment that is not right above, or behind other text, is not the query's", () => {
    expect(compile(BID, "-- far\n\nSELECT price FROM bid").bound!.comment).toBeNull();
    expect(
      compile(BID, "CREATE VIEW v AS SELECT 1 AS one FROM bid; -- behind\nSELECT price FROM bid").bound!.comment,
    ).toBeNull();
    expect(compile(BID, "--! proves: x\r\n-- truth: y\r\n  SELECT price FROM bid").bound!.comment).toBe(
      "! proves: x\ntruth: y",
    );
  });

  test("only declarations: no query, and no error", () => {
    const { bound, codes } = compile(BID, "CREATE VIEW v AS SELECT price FROM bid");
    expect([bound, codes]).toEqual([null, []]);
  });

  test("nothing at all, a second query, a query in a schema file", () => {
    expect(compile(BID, " -- nothing\n").codes).toEqual(["MR2017"]);
    expect(compile(BID, "SELECT price FROM bid; SELECT price FROM bid").codes).toEqual(["MR2018"]);
    expect(compile(`${BID}SELECT price FROM bid`, "SELECT price FROM bid").codes).toEqual(["MR2018"]);
  });

  test("a fault in a view or WITH query that nothing reads, and once for many readers", () => {
    expect(compile(BID, "CREATE VIEW v AS SELECT prise FROM bid; SELECT price FROM bid").codes).toEqual(["MR2001"]);
    expect(compile(BID, "WITH w AS (SELECT prise FROM bid) SELECT price FROM bid").codes).toEqual(["MR2001"]);
    const views = "CREATE VIEW v AS SELECT prise AS p FROM bid; CREATE VIEW w AS SELECT p + 1 AS q FROM v;";
    expect(compile(BID, `${views} SELECT q, q + 1 AS r FROM w`).codes).toEqual(["MR2001"]);
  });

  test("every mistake is found in one run, 20 are shown and the rest counted", () => {
    const four = compile(
      BID,
      "SELECT prise, lenght(channel) AS l, price + channel AS p FROM bid WHERE pric > 1 AND channel",
    );
    expect(four.codes).toEqual(["MR2001", "MR2013", "MR2001", "MR2003", "MR2012"]);
    const many = compile(BID, `SELECT ${Array.from({ length: 50 }, (_, i) => `c${i}`).join(", ")} FROM bid`);
    expect(many.items.length).toBe(20);
    expect(many.omitted).toBe(30);
    expect(many.text.endsWith("\n\n… and 30 more errors\n")).toBe(true);
  });
});
