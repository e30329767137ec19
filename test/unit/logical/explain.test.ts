import { expect, test } from "vitest";
import { explainPlan } from "../../../generator/logical/explain.ts";
import { SCHEMA } from "../bind/accepted.ts";
import { compile } from "../bind/compile.ts";

test("a node per line, with the properties that follow and the place where it was written", () => {
  const query = `SELECT auction, window_end AS closed, SUM(price) FILTER (WHERE price > 5) AS total
FROM HOP(bid, ts, INTERVAL '2' SECOND, INTERVAL '10' SECOND, INTERVAL '1' SECOND)
WHERE channel IN ('web', 'app')
GROUP BY auction, window_end
HAVING COUNT(*) > 1
ALLOW LATENESS INTERVAL '5' SECOND`;
  const { bound, sources } = compile(SCHEMA, query);
  expect(explainPlan(bound!.plan, (span) => sources.place(span, "query.sql"))).toBe(
    `Output query: auction, closed, total  [retract; key (closed, auction)]  1:1
  Project auction, window_end AS closed, SUM(price) FILTER (WHERE price > 5) AS total  [retract; key (closed, auction)]  1:8
    Filter COUNT(*) > 1  [retract; time window_time - INTERVAL '5' SECOND; key (window_start, auction); key (window_end, auction); key (window_time, auction)]  5:8
      Aggregate by window_start, window_end, window_time, auction: SUM(price) FILTER (WHERE price > 5), COUNT(*); emit after-watermark lateness INTERVAL '5' SECOND  [retract; time window_time - INTERVAL '5' SECOND; key (window_start, auction); key (window_end, auction); key (window_time, auction)]  4:1
        Window HOP(ts, INTERVAL '2' SECOND, INTERVAL '10' SECOND, INTERVAL '1' SECOND)  [append; time ts]  2:6
          Filter channel IN ('web', 'app')  [append; time ts]  3:7
            Scan bid (auction, price, rate, weight, channel, ok, day, n, tiny, i, code, seen, ts) watermark ts - INTERVAL '4' SECOND  [append; time ts]  2:10
`,
  );
});
