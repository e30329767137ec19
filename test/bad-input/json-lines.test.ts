/** Bytes as they come: what is no row goes to `malformed` with code and position, and the next row is unharmed. */
import { beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../generator/compile.ts";
import type { Lane } from "../harness/open.ts";
import type { PackedQuery } from "../harness/pack.ts";
import { bytesOf, LANES, open, packed, shown } from "../unit/runtime/queries.ts";

const SQL = `CREATE SOURCE s (k VARCHAR(5), v INT NOT NULL, big BIGINT, d DOUBLE, day DATE, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND);
SELECT k, 100 / v AS ratio, big, d, day FROM s;`;

let query: PackedQuery;
let generous: PackedQuery;

beforeAll(async () => {
  ({ query } = await packed({ query: SQL }));
  ({ generous } = await packed({ generous: SQL }, { ...DEFAULT_LIMITS, rowBytes: 20_000_000 }));
});

const GOOD = '{"k":"ok","v":50,"big":1,"d":0.5,"day":"2024-02-29","ts":1000}';
const GOOD_ROW = { k: "ok", ratio: 2, big: 1n, d: 0.5, day: "2024-02-29" };

interface Outcome {
  readonly rows: readonly unknown[];
  readonly malformed: readonly string[];
  readonly read: number;
}

/** `chunks` one after the other, then the end. */
async function run(packedQuery: PackedQuery, lane: Lane, chunks: readonly Uint8Array[]): Promise<Outcome> {
  const malformed: string[] = [];
  const opened = await open(packedQuery, lane, { onMalformed: (_, bad) => malformed.push(shown(bad)) });
  for (const chunk of chunks) opened.inputs.s!.submitBytes(chunk);
  opened.inputs.s!.end();
  const rows = opened.pollOutput();
  const { law } = opened.metrics();
  expect(law).toMatchObject({ malformed: malformed.length, contributed: rows.length, pending: 0 });
  expect(law.read).toBe(law.contributed + law.malformed);
  await opened.stop();
  return { rows, malformed, read: law.read };
}

const row = (members: string) => `{"v":1,"ts":1000,${members}}`;

const BAD_LINES: readonly (readonly [what: string, line: string | Uint8Array, fault: string])[] = [
  ["no JSON", "hello", "MR6002 null"],
  ["half an object", '{"k":"ok","v":50', "MR6002 null"],
  ["an array", "[1,2]", "MR6002 null"],
  ["a number", "17", "MR6002 null"],
  ["two objects", `${GOOD}${GOOD}`, "MR6002 null"],
  ["a comma too many", '{"v":1,"ts":1000,}', "MR6002 null"],
  ["single quotes", "{'v':1}", "MR6002 null"],
  ["NaN as a number", row('"d":NaN'), "MR6002 null"],
  ["a number with a leading zero", row('"big":01'), "MR6002 null"],
  ["a NUL byte in a text", row('"k":"a\u0000b"'), "MR6002 null"],
  ["a NUL byte between members", `{"v":1,\u0000"ts":1000}`, "MR6002 null"],
  ["half a surrogate pair", row('"k":"\\ud800"'), "MR6002 null"],
  ["an escape that is none", row('"k":"\\x41"'), "MR6002 null"],
  [
    "bytes that are not UTF-8",
    new Uint8Array([...bytesOf('{"v":1,"ts":1000,"k":"'), 0xc3, 0x28, ...bytesOf('"}')]),
    "MR6003 null",
  ],
  [
    "an overlong sequence",
    new Uint8Array([...bytesOf('{"v":1,"ts":1000,"k":"'), 0xc0, 0xaf, ...bytesOf('"}')]),
    "MR6003 null",
  ],
  ["text for a number", '{"v":"many","ts":1000}', "MR6001 v"],
  ["a fraction for an integer", '{"v":1.5,"ts":1000}', "MR6001 v"],
  ["an object for a text", row('"k":{"a":1}'), "MR6001 k"],
  ["a number for a text", row('"k":5'), "MR6001 k"],
  ["a boolean for a number", row('"d":true'), "MR6001 d"],
  ["an INT out of range", '{"v":2147483648,"ts":1000}', "MR6011 v"],
  ["a BIGINT out of range", row('"big":9223372036854775808'), "MR6011 big"],
  ["a DOUBLE out of range", row('"d":1e999'), "MR6011 d"],
  ["a text that is too long", row('"k":"sechs!"'), "MR6007 k"],
  ["NULL where there must be none", '{"v":null,"ts":1000}', "MR6004 v"],
  ["a member that is missing", '{"ts":1000}', "MR6004 v"],
  ["NULL as event time", '{"v":1,"ts":null}', "MR6006 ts"],
  ["no event time", '{"v":1}', "MR6006 ts"],
  ["text that is no date", row('"day":"tomorrow"'), "MR6015 day"],
  ["a day that does not exist", row('"day":"2023-02-29"'), "MR6014 day"],
  ["division by zero", '{"v":0,"ts":1000}', "MR6012 null"],
];

describe.each(LANES)("one bad line between good ones, %s lane", (lane) => {
  it.each(BAD_LINES)("%s", async (_, line, fault) => {
    const bad = typeof line === "string" ? bytesOf(line) : line;
    const input = new Uint8Array([...bytesOf(`${GOOD}\n`), ...bad, ...bytesOf(`\n${GOOD}\n`)]);
    expect(await run(query, lane, [input])).toEqual({
      rows: [GOOD_ROW, GOOD_ROW],
      malformed: [`${fault} @${GOOD.length + 1} line 2`],
      read: 3,
    });
  });
});

describe.each(LANES)("lines however they come, %s lane", (lane) => {
  const two = { rows: [GOOD_ROW, GOOD_ROW], malformed: [], read: 2 };
  const texts: readonly (readonly [what: string, text: string, expected: Outcome])[] = [
    ["an empty input", "", { rows: [], malformed: [], read: 0 }],
    ["nothing but line ends", "\n\r\n\n \t\r\n", { rows: [], malformed: [], read: 0 }],
    ["no newline at the end", `${GOOD}\n${GOOD}`, two],
    ["CRLF", `${GOOD}\r\n${GOOD}\r\n`, two],
    ["CRLF without the last LF", `${GOOD}\r\n${GOOD}\r`, two],
    ["a byte order mark", `\ufeff${GOOD}\n${GOOD}\n`, two],
    ["nothing but a byte order mark", "\ufeff", { rows: [], malformed: [], read: 0 }],
    ["empty lines between", `\n\n${GOOD}\n\r\n${GOOD}\n\n`, two],
    ["white space around", ` \t${GOOD}  \n${GOOD}\t\n`, two],
    [
      "a second byte order mark",
      `${GOOD}\n\ufeff${GOOD}\n`,
      {
        rows: [GOOD_ROW],
        malformed: [`MR6002 null @${GOOD.length + 1} line 2`],
        read: 2,
      },
    ],
    [
      "a last line that is cut off",
      `${GOOD}\n${GOOD.slice(0, 20)}`,
      {
        rows: [GOOD_ROW],
        malformed: [`MR6002 null @${GOOD.length + 1} line 2`],
        read: 2,
      },
    ],
    [
      "positions behind empty and bad lines",
      `\n\nbad\n\n${GOOD}\n{"v":0,"ts":1}\n`,
      {
        rows: [GOOD_ROW],
        malformed: ["MR6002 null @2 line 3", `MR6012 null @${GOOD.length + 8} line 6`],
        read: 3,
      },
    ],
  ];

  it.each(texts)("%s", async (_, text, expected) => {
    expect(await run(query, lane, [bytesOf(text)])).toEqual(expected);
  });

  it("cut in two at every byte, and into single bytes", async () => {
    const input = bytesOf(`\ufeff${GOOD}\r\nbad\n{"v":0,"ts":1}\n\n${GOOD.replace("ok", "äß€😀")}\r\n${GOOD}`);
    const whole = await run(query, lane, [input]);
    expect(whole.rows).toHaveLength(3);
    expect(whole.malformed).toHaveLength(2);
    for (let cut = 1; cut < input.length; cut += lane === "wasm" ? 1 : 7)
      expect(await run(query, lane, [input.subarray(0, cut), input.subarray(cut)])).toEqual(whole);
    expect(
      await run(
        query,
        lane,
        [...input].map((byte) => new Uint8Array([byte])),
      ),
    ).toEqual(whole);
  });

  it("a line of 16 MB is malformed at the default limit and accepted with a raised one", async () => {
    const long = `{"ignored":"${"x".repeat(16 << 20)}",${GOOD.slice(1)}`;
    const input = bytesOf(`${GOOD}\n${long}\n${GOOD}\n`);
    const chunks = Array.from({ length: Math.ceil(input.length / 1_000_000) }, (_, i) =>
      input.subarray(i * 1_000_000, (i + 1) * 1_000_000),
    );
    for (const pieces of [[input], chunks]) {
      expect(await run(query, lane, pieces)).toEqual({
        rows: [GOOD_ROW, GOOD_ROW],
        malformed: [`MR6005 null @${GOOD.length + 1} line 2`],
        read: 3,
      });
      expect(await run(generous, lane, pieces)).toMatchObject({ rows: [GOOD_ROW, GOOD_ROW, GOOD_ROW], malformed: [] });
    }
  });

  it("a malformed row shows the beginning of its line and why", async () => {
    const opened = await open(query, lane);
    opened.inputs.s!.submitBytes(bytesOf(`{"k":"${"y".repeat(1000)}\n`));
    opened.flush();
    const [bad] = opened.inputs.s!.malformed.poll();
    expect(bad).toMatchObject({ code: "MR6002", reason: "not one JSON object", sqlstate: null, site: null });
    expect(new TextDecoder().decode(bad!.sample)).toBe(`{"k":"${"y".repeat(250)}`);
    await opened.stop();
  });

  it("a row error names its place in the SQL and its SQLSTATE", async () => {
    const opened = await open(query, lane);
    opened.inputs.s!.submitBytes(bytesOf('{"v":0,"ts":1}\n'));
    opened.flush();
    const [bad] = opened.inputs.s!.malformed.poll();
    expect(bad).toMatchObject({ code: "MR6012", sqlstate: "22012", site: "query.sql:3:11  100 / v" });
    await opened.stop();
  });
});
