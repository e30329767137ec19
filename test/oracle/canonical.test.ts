import { expect, it } from "vitest";
import { canonical, canonicalRow, difference } from "./canonical.ts";

const DOUBLE = { kind: "DOUBLE" } as const;
const TEXT = { kind: "TEXT", maxLength: null } as const;

it("a value is a value whatever its bits", () => {
  expect(canonical(-0, DOUBLE)).toBe(canonical(0, DOUBLE));
  expect(canonical(Number.NaN, DOUBLE)).toBe("f:NaN");
  expect(canonical(0.1, { kind: "REAL" })).toBe(canonical(Math.fround(0.1), { kind: "REAL" }));
  expect(canonical(0.1, DOUBLE)).not.toBe(canonical(Math.fround(0.1), DOUBLE));
  expect(canonical(null, TEXT)).not.toBe(canonical("null", TEXT));
  expect(canonical(5n, { kind: "BIGINT" })).toBe(canonical(5n, { kind: "TINYINT" }));
  expect(canonical(5n, { kind: "DATE" })).not.toBe(canonical(5n, { kind: "TIMESTAMP", precision: 3 }));
});

it("columns do not run into each other", () => {
  expect(canonicalRow(["a|s:b", "c"], [TEXT, TEXT])).not.toBe(canonicalRow(["a", "b|s:c"], [TEXT, TEXT]));
});

it("multisets: repetitions count, order does not", () => {
  expect(difference(["a", "b", "a"], ["a", "a", "b"])).toBeNull();
  expect(difference(["a", "b", "a"], ["a", "b"])).toEqual({ onlyFirst: ["a"], onlySecond: [] });
  expect(difference([], ["x"])).toEqual({ onlyFirst: [], onlySecond: ["x"] });
  expect(difference(["a", "c"], ["b", "c"])).toEqual({ onlyFirst: ["a"], onlySecond: ["b"] });
});
