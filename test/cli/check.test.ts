import { beforeAll, describe, expect, test } from "vitest";
import { ensureDist } from "./dist.ts";
import { BID, COUNTS, EVERY, millrace, objectsOf, scratch, summaryOf } from "./millrace.ts";

const project = scratch();
beforeAll(ensureDist);

const BAD = "SELECT prise, chanel FROM bid WHERE price > 1;\n";

describe("check", () => {
  test("counts queries that are right", async () => {
    const cwd = project({ "queries/a.sql": BID + COUNTS, "queries/deep/er/b.sql": BID + EVERY });
    const { exit, stdout, stderr } = await millrace(["check"], { cwd });
    expect(exit, stderr).toBe(0);
    expect(stdout).toBe("2 queries · 0 errors\n");
    expect(stderr).toBe("");
  });

  test("shows what is wrong and where, from any folder", async () => {
    const cwd = project({ "queries/a.sql": BID + BAD });
    const expected = `error[MR2001]: unknown column \`prise\`
 --> queries/a.sql:8:8
8 | SELECT prise, chanel FROM bid WHERE price > 1;
  |        ^^^^^ not a column of \`bid\` (1:15): auction, price, channel, ts
  = try: price

error[MR2001]: unknown column \`chanel\`
 --> queries/a.sql:8:15
8 | SELECT prise, chanel FROM bid WHERE price > 1;
  |               ^^^^^^ not a column of \`bid\` (1:15): auction, price, channel, ts
  = try: channel

1 query · 2 errors
`;
    for (const [where, args] of [
      [cwd, ["check"]],
      [cwd, ["check", "a"]],
      [cwd, ["check", "queries/a.sql"]],
      [project(), ["check", "--cwd", cwd]],
    ] as const) {
      const { exit, stdout } = await millrace(args, { cwd: where });
      expect(exit).toBe(1);
      expect(stdout).toBe(expected);
    }
  });

  test("--quiet leaves the diagnostics", async () => {
    const cwd = project({ "queries/a.sql": BID + BAD, "queries/b.sql": BID + EVERY });
    expect((await millrace(["check", "-q", "b"], { cwd })).stdout).toBe("");
    expect((await millrace(["check", "-q"], { cwd })).stdout).toMatch(/^error\[MR2001\][\s\S]*try: channel\n$/);
  });

  test("--json: diagnostics with places and edits", async () => {
    const ran = await millrace(["check", "--json"], { cwd: project({ "queries/a.sql": BID + BAD }) });
    const [first, second, summary] = objectsOf(ran);
    expect(first).toMatchObject({
      type: "diagnostic",
      code: "MR2001",
      sqlstate: "42703",
      query: "a",
      span: { file: "queries/a.sql", start: { line: 8, column: 8 }, end: { line: 8, column: 13 } },
      notes: [{ kind: "try", text: "price", edits: [{ text: "price", span: { start: { line: 8, column: 8 } } }] }],
    });
    expect(second).toMatchObject({ code: "MR2001" });
    expect(summary).toEqual({
      v: 1,
      type: "summary",
      command: "check",
      ok: false,
      exit: 1,
      queries: 1,
      errors: 2,
      warnings: 0,
    });
  });

  test("--format json is the diagnostics alone, --format github marks lines", async () => {
    const cwd = project({ "queries/a.sql": BID + BAD });
    const json = await millrace(["check", "--format", "json"], { cwd });
    const lines = json.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string });
    expect(lines.map(({ type }) => type)).toEqual(["diagnostic", "diagnostic"]);
    const github = await millrace(["check", "--format", "github"], { cwd });
    expect(github.stdout.split("\n")[0]).toBe(
      "::error file=queries/a.sql,line=8,endLine=8,col=8,endColumn=13,title=MR2001::unknown column `prise`: not a column of `bid` (1:15): auction, price, channel, ts",
    );
    expect(github.exit).toBe(1);
  });

  test("a file without a query is wrong, a schema file is not", async () => {
    const cwd = project({ "queries/a.sql": BID, "queries/schema.sql": `-- nothing but names\n${BID}` });
    const schema = await millrace(["check", "queries/schema.sql"], { cwd });
    expect(schema.exit, schema.stdout).toBe(0);
    const alone = await millrace(["check", "a"], { cwd: project({ "queries/a.sql": BID }) });
    expect(alone.exit).toBe(1);
    expect(alone.stdout).toContain("error[MR2017]: the file has no query");
  });

  test("a fault in a schema file is told once, whoever reads it", async () => {
    const schema = "CREATE SOURCE bid (auction BIGNIT);\n";
    const cwd = project({
      "queries/schema.sql": schema,
      "queries/a.sql": "SELECT auction FROM bid",
      "queries/b.sql": "SELECT auction FROM bid",
    });
    const ran = await millrace(["check", "--json"], { cwd });
    expect(objectsOf(ran).filter(({ type }) => type === "diagnostic")).toHaveLength(1);
    expect(summaryOf(ran)).toMatchObject({ queries: 2, errors: 1 });
    expect(ran.stderr).toContain("queries/schema.sql:1:28");
  });

  test("twenty are shown, the rest counted", async () => {
    const columns = Array.from({ length: 30 }, (_, i) => `nope${i}`).join(", ");
    const ran = await millrace(["check"], { cwd: project({ "queries/a.sql": `${BID}SELECT ${columns} FROM bid` }) });
    expect(ran.stdout.match(/^error/gm)).toHaveLength(20);
    expect(ran.stdout).toContain("… and 10 more errors");
    expect(ran.stdout).toContain("1 query · 30 errors");
  });

  test("what is not UTF-8 is no SQL", async () => {
    const cwd = project({ "queries/a.sql": new Uint8Array([0x53, 0xff, 0x41]) });
    const { exit, stderr } = await millrace(["check"], { cwd });
    expect(exit).toBe(3);
    expect(stderr).toContain("it is not UTF-8");
  });

  test("a byte order mark and CRLF do not move places", async () => {
    const cwd = project({ "queries/a.sql": `\uFEFF${(BID + BAD).replaceAll("\n", "\r\n")}` });
    expect((await millrace(["check"], { cwd })).stdout).toContain("queries/a.sql:8:8");
  });

  test("no two queries share a name, and names are fit for folders", async () => {
    const twice = await millrace(["check"], {
      cwd: project({ "queries/eu/a.sql": BID + EVERY, "queries/us/A.sql": BID + EVERY }),
    });
    expect(twice.exit).toBe(2);
    expect(twice.stderr).toContain("error[MR8008]");
    expect(twice.stderr).toContain("queries/eu/a.sql and queries/us/A.sql");
    const odd = await millrace(["check"], { cwd: project({ "queries/...sql": BID + EVERY }) });
    expect(odd.exit).toBe(2);
    expect(odd.stderr).toContain("error[MR8003]");
  });
});
