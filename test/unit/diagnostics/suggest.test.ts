import { expect, test } from "vitest";
import { suggest } from "../../../generator/diagnostics/suggest.ts";

const NAMES = ["region", "reason", "amount", "id", "ts", "price", "pride", "prime", "bid"];

test.each([
  ["regoin", ["region"]],
  ["REGION", ["region", "reason"]],
  ["amuont", ["amount"]],
  ["ammount", ["amount"]],
  ["amt", []],
  ["prize", ["price", "pride", "prime"]],
  ["tz", ["ts"]],
  ["x", []],
  ["di", ["id"]],
  ["bit", ["bid"]],
  ["quite other", []],
  ["", []],
])("%s", (name, expected) => {
  expect(suggest(name, NAMES)).toEqual(expected);
});

test("under five letters one slip is the limit", () => {
  expect(suggest("abcd", ["abxy", "abcx"])).toEqual(["abcx"]);
  expect(suggest("abcde", ["abxye", "abcdx"])).toEqual(["abcdx", "abxye"]);
});
