/** `npm run nexmark`: the command that runs the queries over generated streams, or writes the streams. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openSandbox } from "../examples/sandbox.ts";

let folder: string;
let remove: () => void;
beforeAll(() => {
  ({ folder, remove } = openSandbox());
});
afterAll(() => remove());

function nexmark(...args: readonly string[]) {
  return spawnSync(process.execPath, ["scripts/run-ts.mjs", "examples/nexmark/main.ts", ...args], {
    cwd: folder,
    encoding: "utf8",
  });
}

const STREAMS = { person: 4, auction: 12, bid: 184 };

it("writes the three streams in both forms, the same bytes again", () => {
  const options = ["--events", "200", "--seed", "9", "--disorder", "500", "--late", "0.1"];
  for (const run of ["a", "b"]) {
    const { status, stderr } = nexmark(...options, "--out", join(folder, run));
    expect([status, stderr]).toEqual([0, ""]);
  }
  for (const [name, rows] of Object.entries(STREAMS)) {
    const [lines, arrow] = [`${name}.jsonl`, `${name}.arrows`].map((file) => {
      const bytes = readFileSync(join(folder, "a", file));
      expect(bytes.equals(readFileSync(join(folder, "b", file)))).toBe(true);
      return bytes;
    });
    const parsed = lines!
      .toString()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const table = tableFromIPC(arrow!);
    expect([parsed.length, table.numRows]).toEqual([rows, rows]);
    expect(table.schema.fields.map((field) => field.name)).toEqual(Object.keys(parsed[0]));
    expect([...table.getChild("extra")!]).toEqual(parsed.map(({ extra }) => extra));
  }
});

it("gives an empty stream its columns", () => {
  expect(nexmark("--events", "1", "--out", join(folder, "one")).status).toBe(0);
  expect(readFileSync(join(folder, "one", "bid.jsonl"), "utf8")).toBe("");
  const table = tableFromIPC(readFileSync(join(folder, "one", "bid.arrows")));
  expect([table.numRows, table.numCols]).toEqual([0, 7]);
});

it.each([
  [["--events", ""], "--events takes a whole number, not ``"],
  [["--events", "-1", "--out", "x"], "Option '--events' argument is ambiguous."],
  [["--events", "ten", "--out", "x"], "--events takes a whole number, not `ten`"],
  [["--events", "1", "--out", "x", "--rate", "0"], "--rate takes at least 1"],
  [["--events", "1", "--out", "x", "--late", "2"], "--late takes 0 to 1, not `2`"],
  [["--event", "1", "--out", "x"], "Unknown option '--event'"],
])("refuses %j", (args, message) => {
  const { status, stderr } = nexmark(...args);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).toContain("npm run nexmark -- [--events N] [--out DIR]");
});

it("runs every query in both forms, and accounts for every bid", () => {
  const { status, stdout, stderr } = nexmark("--events", "20000", "--disorder", "9000", "--late", "0.05");
  expect(status, stderr).toBe(0);
  const [, table = ""] = stdout.split("from JSON lines\n");
  const rows = table.split("\n").flatMap((line) => {
    const [name = "", ...cells] = line.trim().split(/ {2,}/);
    return cells.length < 6
      ? []
      : [[name, ...cells.slice(0, 4).map((cell) => Number(cell.replaceAll(",", "")))] as const];
  });
  const names = ["auction_hop", "auction_tumble", "bidder_cumulate", "q0", "q2", "q5_bid_counts", "q7_highest_bids"];
  expect(rows.map(([name]) => name)).toEqual(names);
  for (const [, contributed, filtered, late] of rows) expect(contributed! + filtered! + late!).toBe(18_400);
  const q0 = rows.find(([name]) => name === "q0");
  expect(q0).toEqual(["q0", 18_400, 0, 0, 18_400]);
  const tumble = rows.find(([name]) => name === "auction_tumble");
  expect(tumble![3]).toBeGreaterThan(0);
}, 180_000);
