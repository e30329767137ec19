/** `millrace run`: rows in every form, from every kind of input, and where every row that was read has gone. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Bool, makeVector, Table, tableToIPC, vectorFromArray } from "apache-arrow";
import { beforeAll, describe, expect, test } from "vitest";
import { CLI, ensureDist } from "./dist.ts";
import { BID, COUNTS, EVERY, millrace, objectsOf, scratch, summaryOf } from "./millrace.ts";

const project = scratch();
beforeAll(ensureDist);

/** ASCII, so that a byte is a character. */
const LINES = [
  '{"auction":1,"price":2.5,"channel":"a","ts":"2024-01-01 00:00:01"}',
  '{"auction":2,"price":"x","channel":"a","ts":"2024-01-01 00:00:02"}',
  '{"auction":3,"price":null,"channel":null,"ts":"2024-01-01 00:00:03"}',
  '{"auction":4,"price":-0.0,"channel":"","ts":"2024-01-01 00:02:03"}',
  '{"auction":5,"price":1,"channel":"late","ts":"2024-01-01 00:00:59.999"}',
  '{"auction":6,"price":1e308,"channel":"q\\"\\n,\\u001b[31m","ts":"2024-01-01 00:03:00"}',
];
const BIDS = `${LINES.join("\n")}\n`;
const FILES = { "q.sql": BID + COUNTS, "every.sql": BID + EVERY, "bids.jsonl": BIDS };

const ROWS = [
  '{"channel":"a","window_start":"2024-01-01 00:00:00.000","n":1,"total":2.5}',
  '{"channel":null,"window_start":"2024-01-01 00:00:00.000","n":1,"total":null}',
  '{"channel":"","window_start":"2024-01-01 00:02:00.000","n":1,"total":-0}',
  '{"channel":"q\\"\\n,\\u001b[31m","window_start":"2024-01-01 00:03:00.000","n":1,"total":1e+308}',
];
const LAW = { read: 6, contributed: 4, filtered: 0, late: 1, malformed: 1, dropped: 0, pending: 0 };
const LAW_LINE =
  "6 read = 4 contributed + 0 filtered + 1 late + 1 malformed + 0 dropped + 0 pending · 4 out · 0 windows open · ";

const lines = (text: string) => text.trimEnd().split("\n");

describe.each(["wasm", "interpret"])("lane %s", (lane) => {
  const run = (...args: readonly string[]) => ["run", "q.sql", "--in", "bid=bids.jsonl", "--lane", lane, ...args];

  test("rows on stdout as JSON lines, the conservation line on stderr", async () => {
    const { exit, stdout, stderr } = await millrace(run("--format", "ndjson"), { cwd: project(FILES) });
    expect(exit, stderr).toBe(0);
    expect(lines(stdout)).toEqual(ROWS);
    const [law, late, malformed] = lines(stderr);
    expect(law).toContain(LAW_LINE);
    expect(late).toBe(`1 late: millrace run q.sql --in bid=bids.jsonl --late late.jsonl`);
    expect(malformed).toMatch(/^1 malformed \(MR6001 .*, column price, line 2\): millrace run .* --malformed /);
  });

  test("as CSV, by the extension of --out", async () => {
    const cwd = project(FILES);
    const { stdout } = await millrace(run("--out", "rows.csv"), { cwd });
    expect(stdout).toBe("");
    expect(readFileSync(join(cwd, "rows.csv"), "utf8")).toBe(
      'channel,window_start,n,total\r\na,2024-01-01 00:00:00.000,1,2.5\r\n,2024-01-01 00:00:00.000,1,\r\n"",2024-01-01 00:02:00.000,1,-0\r\n"q""\n,\u001b[31m",2024-01-01 00:03:00.000,1,1e+308\r\n',
    );
  });

  test("as a table, in which text cannot repaint the screen", async () => {
    const { stdout } = await millrace(run(), { cwd: project(FILES) });
    expect(stdout).toBe(` channel          window_start                  n   total
 text             timestamp(3)             bigint  double
 a                2024-01-01 00:00:00.000       1     2.5
 NULL             2024-01-01 00:00:00.000       1    NULL
                  2024-01-01 00:02:00.000       1      -0
 q"\\n,\\u{1b}[31m  2024-01-01 00:03:00.000       1  1e+308
`);
  });

  test("--json: an object for each row, the law in the summary", async () => {
    const ran = await millrace(run("--json"), { cwd: project(FILES) });
    const rows = objectsOf(ran).slice(0, -1);
    expect(rows).toEqual(ROWS.map((row) => ({ v: 1, type: "row", row: JSON.parse(row) as unknown })));
    expect(summaryOf(ran)).toMatchObject({ command: "run", query: "q", lane, law: LAW, out: 4, stopped: false });
  });

  test("--late and --malformed keep what did not make it", async () => {
    const cwd = project(FILES);
    const ran = await millrace(run("--late", "late.jsonl", "--malformed", "bad.jsonl", "--strict"), { cwd });
    expect(ran.exit).toBe(1);
    const [late, ...noMore] = lines(readFileSync(join(cwd, "late.jsonl"), "utf8"));
    expect(noMore).toEqual([]);
    expect(JSON.parse(late!)).toEqual({
      input: "bid",
      offset: `${lines(BIDS).slice(0, 4).join("\n").length + 1}`,
      watermark: "2024-01-01 00:01:58.000000",
      lateByMs: 58_001,
      row: { auction: 5, price: 1, channel: "late", ts: "2024-01-01 00:00:59.999" },
    });
    expect(JSON.parse(readFileSync(join(cwd, "bad.jsonl"), "utf8"))).toMatchObject({
      input: "bid",
      code: "MR6001",
      column: "price",
      offset: `${LINES[0]!.length + 1}`,
      line: 2,
      sample: LINES[1],
    });
  });

  test("--hash is that of the rows, --stats what they cost", async () => {
    const { stderr } = await millrace(run("--hash", "--stats"), { cwd: project(FILES) });
    const digest = createHash("sha256")
      .update(ROWS.map((row) => `${row}\n`).join(""))
      .digest("hex");
    expect(lines(stderr)).toContain(`sha256:${digest}`);
    expect(stderr).toMatch(new RegExp(`^ lane +${lane}$`, "m"));
    expect(stderr).toMatch(/^ input +\d+ B, /m);
  });
});

describe("what is read", () => {
  const run = ["run", "q.sql", "--format", "ndjson", "--in"];

  test.each([
    ["stdin", "bid=-", {}],
    ["names of sources in any case", "BID=bids.jsonl", { "bids.jsonl": BIDS }],
    ["no line end at the end", "bid=a b.jsonl", { "a b.jsonl": LINES.join("\n") }],
    ["CRLF, a byte order mark, blank lines", "bid=x.json", { "x.json": `\uFEFF${LINES.join("\r\n\r\n")}\r\n` }],
    ["gzip", "bid=bids.ndjson.gz", { "bids.ndjson.gz": gzipSync(BIDS) }],
    ["a path with =", "bid=a=b.jsonl", { "a=b.jsonl": BIDS }],
  ] as const)("%s", async (_, input, files) => {
    const ran = await millrace([...run, input], { cwd: project({ ...FILES, ...files }), input: BIDS });
    expect(ran.exit, ran.stderr).toBe(0);
    expect(lines(ran.stdout)).toEqual(ROWS);
  });

  test.each(["stream", "file"] as const)("Arrow, as a %s", async (form) => {
    const table = new Table({
      auction: makeVector(new BigInt64Array([1n, 2n])),
      price: vectorFromArray([2.5, null]),
      channel: vectorFromArray(["a", "b"]),
      ts: makeVector(new BigInt64Array([1_704_067_201_000n, 1_704_067_202_000n])),
      unasked: vectorFromArray([true, false], new Bool()),
    });
    const cwd = project({
      "every.sql": BID.replace("ts TIMESTAMP(3) NOT NULL", "ts BIGINT NOT NULL").replace(/,\s+WATERMARK.*/, "") + EVERY,
      "bids.arrow": tableToIPC(table, form),
    });
    const ran = await millrace(["run", "every.sql", "--in", "bid=bids.arrow", "--format", "ndjson"], { cwd });
    expect(ran.exit, ran.stderr).toBe(0);
    expect(lines(ran.stdout)).toEqual([
      '{"auction":1,"price":2.5,"channel":"a","ts":1704067201000}',
      '{"auction":2,"price":null,"channel":"b","ts":1704067202000}',
    ]);
  });

  test("nothing: no row, and why", async () => {
    const { exit, stdout, stderr } = await millrace([...run, "bid=-"], { cwd: project(FILES) });
    expect([exit, stdout]).toEqual([0, ""]);
    expect(stderr).toContain("\nno result: the input has no rows\n");
  });

  test("the file of the configuration, relative to it", async () => {
    const sources = { bid: { path: "data/bids.jsonl" } };
    const config = JSON.stringify({ sources });
    const cwd = project({
      "app/millrace.json": config,
      "app/queries/q.sql": BID + COUNTS,
      "app/data/bids.jsonl": BIDS,
    });
    const ran = await millrace(["run", "q", "--config", "app/millrace.json", "--format", "ndjson"], { cwd });
    expect(ran.exit, ran.stderr).toBe(0);
    expect(lines(ran.stdout)).toEqual(ROWS);
  });

  test.each([
    ["damaged gzip", "bad.gz", gzipSync(BIDS).subarray(0, 30), "unexpected end of file"],
    ["no gzip", "no.jsonl.gz", BIDS, "incorrect header check"],
    ["no Arrow", "no.arrow", BIDS, "it is not Arrow IPC"],
  ])("%s is a coded error, and no claim about the result", async (_, name, bytes, why) => {
    const ran = await millrace([...run, `bid=${name}`], { cwd: project({ ...FILES, [name]: bytes }) });
    expect(ran.exit).toBe(3);
    expect(ran.stderr).toContain(`error[MR8002]: cannot read \`${name}\``);
    expect(ran.stderr).toContain(why);
    expect(ran.stderr).not.toContain("no result");
  });
});

describe("what is written", () => {
  test.each([
    ["--out", "bids.jsonl", "the run reads this one"],
    ["--out", "link.jsonl", "the run reads this one"],
    ["--late", "q.sql", "the run reads this one"],
  ])("%s %s: nothing that is read is written over", async (option, file, why) => {
    const cwd = project(FILES);
    symlinkSync(join(cwd, "bids.jsonl"), join(cwd, "link.jsonl"));
    const { exit, stderr } = await millrace(["run", "q.sql", "--in", "bid=bids.jsonl", option, file], { cwd });
    expect(exit, stderr).toBe(2);
    expect(stderr).toContain(`error[MR8003]: \`${option}\` cannot be \`${file}\``);
    expect(stderr).toContain(why);
    expect(readFileSync(join(cwd, "bids.jsonl"), "utf8")).toBe(BIDS);
    expect(readFileSync(join(cwd, "q.sql"), "utf8")).toBe(FILES["q.sql"]);
  });

  test("one file for one thing", async () => {
    const cwd = project(FILES);
    const args = ["run", "q.sql", "--in", "bid=bids.jsonl", "--late", "x.jsonl", "--malformed", "./x.jsonl"];
    const { exit, stderr } = await millrace(args, { cwd });
    expect(exit).toBe(2);
    expect(stderr).toContain("`--late` writes this one");
  });

  test("a name whose form is not known is not guessed", async () => {
    const cwd = project(FILES);
    const args = ["run", "q.sql", "--in", "bid=bids.jsonl", "--out", "rows.arrow"];
    const { exit, stderr } = await millrace(args, { cwd });
    expect(exit).toBe(2);
    expect(stderr).toContain("`--out` cannot be `rows.arrow`");
    expect(existsSync(join(cwd, "rows.arrow"))).toBe(false);
    expect((await millrace([...args, "--format", "csv"], { cwd })).exit).toBe(0);
  });

  test.skipIf(!existsSync("/dev/full"))("a full disk is a coded error", async () => {
    const cwd = project(FILES);
    const args = ["run", "q.sql", "--in", "bid=bids.jsonl"];
    for (const more of [
      ["--out", "/dev/full"],
      ["--late", "/dev/full"],
    ]) {
      const { exit, stderr } = await millrace([...args, ...more], { cwd });
      expect(exit, stderr).toBe(3);
      expect(stderr).toContain("error[MR8009]: cannot write `/dev/full`\n  = note: no space is left");
    }
    const command = `${process.execPath} ${CLI} ${args.join(" ")} > /dev/full`;
    const { exit, stderr } = await shell(command, cwd);
    expect(exit, stderr).toBe(3);
    expect(stderr).toContain("error[MR8009]: cannot write `stdout`");
  });

  test("a reader that has seen enough ends the run well", async () => {
    const cwd = project(FILES);
    const many = Array.from({ length: 50_000 }, (_, i) => `{"auction":${i},"ts":${i}}\n`).join("");
    writeFileSync(join(cwd, "many.jsonl"), many);
    const command = `${process.execPath} ${CLI} run every.sql --in bid=many.jsonl --format ndjson | head -n 1`;
    const { stdout, stderr } = await shell(`set -o pipefail; ${command}`, cwd);
    expect(stdout).toBe('{"auction":0,"price":null,"channel":null,"ts":"1970-01-01 00:00:00.000"}\n');
    expect(stderr).not.toContain("error");
  });
});

function shell(command: string, cwd: string): Promise<{ exit: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn("bash", ["-c", command], { cwd });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (data: Buffer) => (stdout += data.toString()));
    child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
    child.on("close", (exit) => resolve({ exit, stdout, stderr }));
  });
}

test("Ctrl-C finishes the batch and says where the rows are; open windows stay open", async () => {
  const cwd = project(FILES);
  const child = spawn(process.execPath, [CLI, "run", "every.sql", "--in", "bid=-", "--format", "ndjson"], { cwd });
  let stderr = "";
  child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
  // A row that has come out shows that the run has begun.
  child.stdout.once("data", () => child.kill("SIGINT"));
  child.stdin.write(BIDS);
  const exit = await new Promise((resolve) => child.on("close", resolve));
  expect(exit, stderr).toBe(0);
  expect(stderr).toContain("6 read = 5 contributed + 0 filtered + 0 late + 1 malformed");
  expect(stderr).toContain("stopped: the rest of the input was not read, and open windows stay open\n");
});

test("state beyond the limit stops the run with a code", async () => {
  const cwd = project({ ...FILES, "millrace.config.json": '{"limits":{"stateBytes":"1MiB"}}' });
  const keys = Array.from({ length: 60_000 }, (_, i) => `{"auction":1,"channel":"channel ${i}","ts":1}\n`).join("");
  const ran = await millrace(["run", "q.sql", "--in", "bid=-", "--json"], { cwd, input: keys });
  expect(ran.exit, ran.stderr).toBe(1);
  expect(objectsOf(ran).filter(({ type }) => type === "diagnostic")).toMatchObject([{ code: "MR6301" }]);
});

test("files are found from any folder, with spaces in their names", async () => {
  const cwd = project({ "my queries/q 1/counts.sql": BID + COUNTS, "my data/bids.jsonl": BIDS });
  mkdirSync(join(cwd, "elsewhere"));
  const inside = await millrace(
    ["run", "../my queries/q 1/counts.sql", "--in", "bid=../my data/bids.jsonl", "--format", "ndjson"],
    { cwd: join(cwd, "elsewhere") },
  );
  expect(inside.exit, inside.stderr).toBe(0);
  expect(lines(inside.stdout)).toEqual(ROWS);
  expect(inside.stderr).toContain(
    "millrace run '../my queries/q 1/counts.sql' --in 'bid=../my data/bids.jsonl' --late",
  );
});
