/** Names of columns that AssemblyScript, the kernel or the templates use themselves. */
import { describe, expect, it } from "vitest";
import { compile, DEFAULT_LIMITS } from "../../../generator/compile.ts";
import { identifier, Names } from "../../../generator/emit/names.ts";
import { play } from "../../harness/execute.ts";
import { packQueries } from "../../harness/pack.ts";

describe("identifier", () => {
  it.each([
    ["order-id", "orderId"],
    ["COUNT(*)", "count"],
    ["1st", "_1st"],
    ["", "column"],
    ["日本", "column"],
    ["dateTime", "dateTime"],
    ["URL", "url"],
  ])("%s is %s", (name, expected) => {
    expect(identifier(name)).toBe(expected);
  });

  it("is always one word of the language, whatever it is made of", () => {
    for (let code = 1; code < 0x250; code++)
      expect(identifier(`${String.fromCharCode(code)}a`)).toMatch(/^[A-Za-z_]\w*$/);
  });
});

describe("Names", () => {
  it("gives each out once", () => {
    const names = new Names();
    expect([names.fresh("price"), names.fresh("price"), names.fresh("Price"), names.fresh("price")]).toEqual([
      "price",
      "price2",
      "Price",
      "price3",
    ]);
  });

  it("keeps off words of the language, kernel classes, names of templates and those that are said to be taken", () => {
    const names = new Names(["mine"]);
    for (const word of ["class", "i32", "load", "Batch", "Text", "GroupTable", "row", "mine"])
      expect(names.fresh(word)).toBe(`${word}2`);
  });

  it("scopes know nothing of each other", () => {
    expect([new Names().fresh("v"), new Names().fresh("v")]).toEqual(["v", "v"]);
  });

  it("constants are in capitals and apart from the rest", () => {
    const names = new Names();
    expect([names.freshConstant("dateTime"), names.freshConstant("date-time"), names.fresh("dateTime")]).toEqual([
      "DATE_TIME",
      "DATE_TIME2",
      "dateTime",
    ]);
  });
});

const WORDS = ["class", "i32", "Batch", "Text", "row", "push", "group", "state", "slices", "memory", "a b", "a-b", "1"];

describe("a query whose columns have such names", () => {
  const columns = WORDS.map((word) => `"${word}"`);
  const declared = `CREATE SOURCE r (${columns.map((column) => `${column} BIGINT`).join(", ")}, "load" TIMESTAMP(3) NOT NULL, WATERMARK FOR "load");`;

  it.each([
    ["projects them", `SELECT ${columns.map((column) => `${column} + 1 AS ${column}`).join(", ")} FROM r`],
    [
      "groups by them",
      `SELECT ${columns.slice(0, 7).join(", ")}, ${columns
        .slice(7)
        .map((column) => `SUM(${column}) + 1 AS ${column}`)
        .join(", ")}
       FROM TUMBLE(r, "load", INTERVAL '1' SECOND) GROUP BY window_start, ${columns.slice(0, 7).join(", ")}`,
    ],
  ])("%s", async (what, select) => {
    const result = compile([{ file: "q.sql", text: `${declared} ${select}` }], {
      name: "q",
      optimize: true,
      limits: DEFAULT_LIMITS,
    });
    expect(result.diagnostics).toEqual([]);
    const [packed] = await packQueries([{ result, query: result.query! }]);
    const row = Object.fromEntries(WORDS.map((word, i) => [word, i]));
    const played = await play(packed!, [{ in: "r", row: { ...row, load: 1 } }, { end: true }], {
      lane: "wasm",
      ingest: "objects",
      cutsBefore: () => true,
      restartsAfter: () => false,
      random: () => 0,
    });
    const expected = WORDS.map((word, i) => [word, what === "projects them" || i >= 7 ? i + 1 : i]);
    expect(played!.lines.flatMap((line) => ("op" in line ? [line.row] : []))).toEqual([Object.fromEntries(expected)]);
  });
});
