/** Edges at which the lanes once differed. */
import { beforeAll, describe, expect, it } from "vitest";
import type { PackedQuery } from "../../harness/pack.ts";
import { bytesOf, LANES, open, packed } from "./queries.ts";

const EARLIEST_SECOND = "-144169-06-28 09:59:33";
let queries: Readonly<Record<"numbers" | "seconds", PackedQuery>>;

beforeAll(async () => {
  queries = await packed({
    numbers: "CREATE SOURCE s (n BIGINT NOT NULL) WITH (format = 'jsonl'); SELECT n FROM s;",
    seconds: `CREATE SOURCE s (x TIMESTAMP(0), ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
      WITH (format = 'jsonl'); SELECT x FROM s;`,
  });
});

describe.each(LANES)("%s lane", (lane) => {
  it("lines are numbered on after a last line that was whole, or that never began", async () => {
    const query = await open(queries.numbers, lane);
    const input = query.inputs.s!;
    input.submitBytes(bytesOf("x\n"), { last: true });
    input.submitBytes(bytesOf(""), { last: true });
    input.submitBytes(bytesOf("y"), { last: true });
    input.submitBytes(bytesOf("z\n"), { last: true });
    expect(input.malformed.poll().map(({ line, offset }) => [line, offset])).toEqual([
      [1, "0"],
      [2, "2"],
      [3, "3"],
    ]);
    await query.stop();
  });

  it.each(["bytes", "objects"])("the first day that is not whole has instants, as %s", async (form) => {
    const query = await open(queries.seconds, lane);
    const rows = [
      { x: EARLIEST_SECOND, ts: 1 },
      // Cut to its second it lies before the range.
      { x: "-144169-06-28 09:59:32.7", ts: 1 },
      { x: "-144169-06-28 09:59:32", ts: 1 },
    ];
    if (form === "objects") query.submit("s", rows);
    else query.inputs.s!.submitBytes(bytesOf(rows.map((row) => `${JSON.stringify(row)}\n`).join("")));
    query.flush();
    expect(query.pollOutput()).toEqual([{ x: -4_611_686_018_427_000 }]);
    expect(query.inputs.s!.malformed.poll().map(({ code, column }) => [code, column])).toEqual([
      ["MR6014", "x"],
      ["MR6014", "x"],
    ]);
    await query.stop();
  });
});
