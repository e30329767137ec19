import { describe, expect, it } from "vitest";
import { fromObject, type InputColumn } from "../../../runtime/interpreter/index.ts";
import type { SqlType, Value } from "../../../runtime/plan.ts";
import { BIGINT, BOOLEAN, DATE, DOUBLE, INTEGER, REAL, SMALLINT, TEXT, TINYINT, timestamp, varchar } from "./plans.ts";

const column = (name: string, type: SqlType, nullable = true, isEventTime = false): InputColumn => ({
  name,
  type,
  nullable,
  isEventTime,
});

function taken(type: SqlType, value: unknown): Value {
  const result = fromObject({ v: value }, [column("v", type)]);
  return "code" in result ? `error ${result.code}` : result[0]!;
}

const WRONG_TYPE = "error 6001";
const RANGE = "error 6011";
const NO_SUCH_TIME = "error 6014";

describe("values", () => {
  const ms = Date.parse("2024-03-01T12:34:56.789Z");
  const cases: readonly (readonly [SqlType, unknown, Value])[] = [
    [BOOLEAN, true, true],
    [BOOLEAN, 1, WRONG_TYPE],
    [TINYINT, 127, 127],
    [TINYINT, 128, RANGE],
    [TINYINT, 128n, RANGE],
    [SMALLINT, -32768n, -32768],
    [INTEGER, -0, 0],
    [INTEGER, 1.5, WRONG_TYPE],
    [INTEGER, Number.NaN, WRONG_TYPE],
    [INTEGER, 1e300, RANGE],
    [INTEGER, "1", WRONG_TYPE],
    [BIGINT, 9007199254740993n, 9007199254740993n],
    [BIGINT, 2n ** 63n, RANGE],
    [BIGINT, 42, 42n],
    [BIGINT, -0, 0n],
    [BIGINT, 2 ** 53, RANGE],
    [BIGINT, 0.5, WRONG_TYPE],
    [BIGINT, "-9007199254740993", -9007199254740993n],
    [BIGINT, "9223372036854775808", RANGE],
    [BIGINT, "+1", WRONG_TYPE],
    [BIGINT, "1.0", WRONG_TYPE],
    [BIGINT, "", WRONG_TYPE],
    [BIGINT, true, WRONG_TYPE],
    [REAL, 0.1, Math.fround(0.1)],
    [REAL, 1e39, RANGE],
    [REAL, -Infinity, -Infinity],
    [REAL, Number.NaN, Number.NaN],
    [REAL, 1n, WRONG_TYPE],
    [DOUBLE, 0.1, 0.1],
    [DOUBLE, -0, -0],
    [DOUBLE, "1", WRONG_TYPE],
    [TEXT, "é😀\0", "é😀\0"],
    [TEXT, "\ud83d", "error 6003"],
    [TEXT, "\ude00\ud83d", "error 6003"],
    [TEXT, 5, WRONG_TYPE],
    [varchar(2), "é😀", "é😀"],
    [varchar(2), "é😀x", "error 6007"],
    [DATE, "2024-02-29", Date.parse("2024-02-29") / 86_400_000],
    [DATE, "2023-02-29", NO_SUCH_TIME],
    [DATE, "29.2.2024", "error 6015"],
    [DATE, new Date(-1), -1],
    [DATE, new Date(Number.NaN), WRONG_TYPE],
    [DATE, 5, WRONG_TYPE],
    [timestamp(3), ms, BigInt(ms) * 1000n],
    [timestamp(6), 0.001, 1n],
    [timestamp(6), 1.0004, 1000n],
    [timestamp(6), 1.0006, 1001n],
    [timestamp(6), 1709296496789.25, 1709296496789250n],
    [timestamp(6), -0.25, -250n],
    [timestamp(3), -0.25, -1000n],
    [timestamp(0), ms, BigInt(ms - 789) * 1000n],
    [timestamp(3), 1709296496789999n, 1709296496789000n],
    [timestamp(3), new Date(ms), BigInt(ms) * 1000n],
    [timestamp(3), new Date(Number.NaN), WRONG_TYPE],
    [timestamp(3), Number.NaN, WRONG_TYPE],
    [timestamp(3), Infinity, WRONG_TYPE],
    [timestamp(3), "2024-03-01 12:34:56.789", BigInt(ms) * 1000n],
    [timestamp(3), " 2024-03-01", "error 6015"],
    [timestamp(6), 2n ** 62n, 2n ** 62n],
    [timestamp(6), 2n ** 62n + 1n, NO_SUCH_TIME],
    [timestamp(3), 1e300, NO_SUCH_TIME],
    [timestamp(3), true, WRONG_TYPE],
    [INTEGER, null, null],
    [INTEGER, undefined, null],
    [INTEGER, [], WRONG_TYPE],
    [TEXT, new String("x"), WRONG_TYPE],
  ];
  it.each(cases.map(([type, value, expected]) => ({ type, value, expected })))(
    "$type.kind of $value",
    ({ type, value, expected }) => {
      expect(taken(type, value)).toBe(expected);
    },
  );
});

describe("rows", () => {
  const columns = [column("a", INTEGER), column("b", TEXT, false), column("ts", timestamp(3), true, true)];

  it("take columns in declared order and skip what is not asked for", () => {
    expect(fromObject({ ts: 1, z: Symbol("z"), b: "x", a: 5 }, columns)).toEqual([5, "x", 1000n]);
  });

  it("report the first faulty column in declared order", () => {
    expect(fromObject({ ts: null, b: 1, a: "x" }, columns)).toEqual({ code: 6001, column: 0 });
    expect(fromObject({ ts: null }, columns)).toEqual({ code: 6004, column: 1 });
    expect(fromObject({ b: "x" }, columns)).toEqual({ code: 6006, column: 2 });
  });

  it("may be instances of a class, but inherit nothing from Object", () => {
    class Bid {
      get b() {
        return "x";
      }
      ts = 2;
    }
    expect(fromObject(new Bid(), columns)).toEqual([null, "x", 2000n]);
    const odd = [column("constructor", TEXT), column("__proto__", INTEGER), column("toString", TEXT)];
    expect(fromObject({}, odd)).toEqual([null, null, null]);
    expect(fromObject(JSON.parse('{"__proto__":1,"constructor":"c"}'), odd)).toEqual(["c", 1, null]);
  });
});
