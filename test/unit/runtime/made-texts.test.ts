/** Texts that a row makes: they are gone with the row, and a row whose texts find no memory is taken again. */
import { describe, expect, it } from "vitest";
import { OVERLOADS } from "../../../generator/catalog/functions.ts";
import { type AnyQuery, open, packed } from "./queries.ts";

const SOURCE = `CREATE SOURCE s (k TEXT, v BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND);`;
const TUMBLE = "FROM TUMBLE(s, ts, INTERVAL '10' SECOND)";
const LIMITS = { rowBytes: 1_048_576, stateBytes: 8 * 2 ** 20 };

/** All that makes a text which is no part of another. */
const MAKERS: readonly string[] = [
  "k || k",
  "concat(k, k)",
  "concat_ws(k, k, k)",
  "lower(upper(k))",
  "replace(k, 'x', 'yy')",
  "upper(k)",
  ...["v", "v > 1", "CAST(v AS DOUBLE)", "CAST(v AS REAL)", "ts", "CAST(ts AS DATE)", "CAST(v AS INTEGER)"].map(
    (value) => `CAST(${value} AS TEXT)`,
  ),
  "CAST(v AS VARCHAR(2))",
];

/** Where in a query an expression can stand. */
const PLACES: Readonly<Record<string, (text: string) => string>> = {
  projection: (text) => `SELECT ${text} AS t, v FROM s;`,
  filter: (text) => `SELECT v FROM s WHERE ${text} <> '?';`,
  key: (text) => `SELECT ${text} AS t, COUNT(*) AS n ${TUMBLE} GROUP BY ${text}, window_end;`,
  argument: (text) => `SELECT MAX(${text}) AS t ${TUMBLE} GROUP BY window_end;`,
  "filter of an aggregate": (text) =>
    `SELECT COUNT(*) FILTER (WHERE ${text} <> '?') AS n ${TUMBLE} GROUP BY window_end;`,
  hop: (text) =>
    `SELECT MAX(${text}) AS t FROM HOP(s, ts, INTERVAL '5' SECOND, INTERVAL '10' SECOND) GROUP BY window_end;`,
};

function feed(query: AnyQuery, rows: number, from: number, k: string): void {
  for (let i = from; i < from + rows; i++) {
    query.inputs.s!.submit({ k, v: i % 100, ts: i * 10 });
    if (i % 512 === 0) {
      query.flush();
      query.pollOutput();
    }
  }
  query.flush();
  query.pollOutput();
}

describe("memory stays flat", () => {
  it.each(Object.keys(PLACES))("in the place of a %s", async (place) => {
    const queries = await packed(
      Object.fromEntries(MAKERS.map((text, i) => [`q${i}`, `${SOURCE}\n${PLACES[place]!(text)}`])),
      LIMITS,
    );
    for (const [i, text] of MAKERS.entries()) {
      const query = (await open(queries[`q${i}`]!, "wasm")) as AnyQuery;
      const k = "x".repeat(100);
      feed(query, 2_000, 0, k);
      const { memoryBytes } = query.metrics();
      // What 6,000 texts take would be some hundred kilobytes.
      feed(query, 6_000, 2_000, k);
      if (query.metrics().memoryBytes > memoryBytes + 32_768) expect.fail(`${text}: ${query.metrics().memoryBytes}`);
      await query.stop();
    }
  });

  it("behind a window, in HAVING and in what is sent, also where late rows are corrected", async () => {
    const sql = (emit: string) => `${SOURCE}
      SELECT upper(k || CAST(SUM(v) AS TEXT)) AS t, window_end ${TUMBLE}
      GROUP BY k, window_end HAVING lower(k || 'x') <> '?' ${emit};`;
    const { closed, revised } = await packed(
      { closed: sql("EMIT ON WINDOW CLOSE"), revised: sql("EMIT AFTER WATERMARK ALLOW LATENESS INTERVAL '1' DAY") },
      LIMITS,
    );
    for (const packedQuery of [closed, revised]) {
      const query = (await open(packedQuery, "wasm")) as AnyQuery;
      const k = "x".repeat(1_000);
      feed(query, 5_000, 0, k);
      // Late for windows that have been sent; the room for what is sent grows once.
      feed(query, 3_000, 1_000, k);
      const { memoryBytes } = query.metrics();
      for (let round = 0; round < 5; round++) feed(query, 3_000, 1_000, k);
      expect(query.metrics().memoryBytes).toBeLessThanOrEqual(memoryBytes);
      await query.stop();
    }
  });
});

describe("every function that answers a text", () => {
  it("is one of those above, or answers a part of an argument", async () => {
    const parts = ["left", "ltrim", "right", "rtrim", "substring", "trim"];
    const makers = ["concat", "concat_op", "concat_ws", "lower", "replace", "upper"];
    // These choose among their arguments.
    const choices = ["coalesce", "greatest", "least", "nullif"];
    const names = new Set([...OVERLOADS.values()].filter(({ returns }) => returns === "TEXT").map(({ name }) => name));
    expect([...names].filter((name) => ![...parts, ...makers, ...choices].includes(name))).toEqual([]);
    for (const name of [...parts, ...makers]) expect(names).toContain(name);
  });
});

describe("a text that finds no memory", () => {
  const K = "ab".repeat(1_500_000);
  // The text is 3 MB, what is made of it twice as much: two of them find room, three do not.
  const BIG = "lower(k || k || k)";
  it.each([
    ["a projection", `SELECT CHAR_LENGTH(${BIG}) AS n, v FROM s;`],
    ["a filter that an empty text passes", `SELECT v FROM s WHERE ${BIG} = '';`],
    ["a filter that an empty text does not pass", `SELECT v FROM s WHERE ${BIG} <> '';`],
    ["a cast that fails for an empty text", `SELECT CAST(right(${BIG}, 0) || '7' AS BIGINT) AS n FROM s;`],
    ["a key", `SELECT COUNT(*) AS n ${TUMBLE} GROUP BY ${BIG}, window_end;`],
    ["an argument", `SELECT MAX(${BIG}) AS m ${TUMBLE} GROUP BY window_end;`],
  ])("stops the query before the row does anything: %s", async (_, sql) => {
    const { q } = await packed({ q: `${SOURCE}\n${sql}` }, { rowBytes: 2 ** 26, stateBytes: 16 * 2 ** 20 });
    const query = (await open(q, "wasm")) as AnyQuery;
    const input = query.inputs.s!;
    input.submit({ k: "a", v: 1, ts: 1000 });
    query.flush();
    const before = query.metrics().law;
    input.submit({ k: K, v: 2, ts: 2000 });
    expect(() => query.flush()).toThrow(expect.objectContaining({ code: "MR6301" }));
    const { law } = query.metrics();
    expect(law).toEqual({ ...before, read: before.read + 1, pending: before.pending + 1 });
    // It is tried again, and no failure of the first attempt is left.
    expect(() => query.resume()).toThrow(expect.objectContaining({ code: "MR6301" }));
    expect(query.metrics().law).toEqual(law);
    await query.stop();
  });
});
