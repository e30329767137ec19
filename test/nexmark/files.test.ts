/** `npm run nexmark`: the command that writes the generated streams. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { afterAll, beforeAll, expect, it } from "vitest";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-nexmark-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function nexmark(...args: readonly string[]) {
  return spawnSync(process.execPath, ["scripts/run-ts.mjs", "examples/nexmark/main.ts", ...args], {
    cwd: new URL("../..", import.meta.url),
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
  [["--events", "10"], "--events and --out are needed"],
  [["--events", "-1", "--out", "x"], "Option '--events' argument is ambiguous."],
  [["--events", "ten", "--out", "x"], "--events takes a whole number, not `ten`"],
  [["--events", "1", "--out", "x", "--rate", "0"], "--rate takes at least 1"],
  [["--events", "1", "--out", "x", "--late", "2"], "--late takes 0 to 1, not `2`"],
  [["--event", "1", "--out", "x"], "Unknown option '--event'"],
])("refuses %j", (args, message) => {
  const { status, stderr } = nexmark(...args);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).toContain("npm run nexmark -- --events N --out DIR");
});
