import { expect, test } from "vitest";
import { foldConstants } from "../../../generator/normalize/rules/fold-constants.ts";
import { conditionAfter, printed, rewritten } from "../logical/rewriting.ts";

test.each([
  ["b > 2 + 3 * 4", "b > 14"],
  ["n = 7 / 2 AND n <> 7 % 2", "n = 3 AND n <> 1"],
  ["ok AND TRUE", "ok"],
  ["ok OR FALSE", "ok"],
  ["ok AND FALSE", "FALSE"],
  ["FALSE AND a / b > 1", "FALSE"],
  ["TRUE OR a / b > 1", "TRUE"],
  ["CASE WHEN FALSE THEN ok WHEN TRUE THEN b = 1 ELSE b = 2 END", "b = 1"],
  ["b = CAST(5 AS BIGINT)", "b = 5"],
  ["b + NULL > 1", "NULL"],
  ["NULL IS NULL OR ok", "TRUE"],
])("%s  =>  %s", (condition, folded) => {
  expect(conditionAfter(condition, foldConstants)).toBe(folded);
});

test.each([
  // It fails row by row, and what fails on no row is no error.
  "2147483647 + n > 1 / 0",
  "2147483647 + 1 = n",
  // The left side may fail before FALSE decides.
  "a / b > 1 AND FALSE",
  "a / b > 1 OR TRUE",
  "a / b + NULL > 1",
  // One implementation of each, and it is not here.
  "x > 1e0 + 2e0",
  "lower('A') = t",
])("leaves %s", (condition) => {
  expect(conditionAfter(condition, foldConstants)).toBe(condition);
});

test("a SUM that may have left BIGINT fails where it is read, so that FALSE behind it stays", () => {
  const sql = "SELECT COUNT(*) AS n FROM s GROUP BY TUMBLE(ts, INTERVAL '1' HOUR) HAVING SUM(b) > 1 AND FALSE";
  expect(printed(rewritten(sql, foldConstants))[2]).toContain("AND FALSE");
});

test("a branch that is left of a CASE has the type of the whole", () => {
  const arm = "CAST(ts AS TIMESTAMP(0))";
  const sql = (value: string) => `SELECT MIN(${value}) AS first FROM s GROUP BY TUMBLE(ts, INTERVAL '1' HOUR)`;
  const folded = (value: string) => printed(rewritten(sql(value), foldConstants)).join("\n");
  expect(folded(`CASE WHEN TRUE THEN ${arm} ELSE ts END`)).toMatch(
    /MIN\(CAST\(CAST\(ts AS TIMESTAMP\(0\)\) AS TIMESTAMP\(\d\)\)\)/,
  );
  expect(folded(`CASE WHEN FALSE THEN ts ELSE ${arm} END`)).toMatch(
    /MIN\(CAST\(CAST\(ts AS TIMESTAMP\(0\)\) AS TIMESTAMP\(\d\)\)\)/,
  );
  expect(folded(`CASE WHEN FALSE THEN ${arm} ELSE ts END`)).toContain("MIN(ts)");
});
