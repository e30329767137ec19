/** More groups than the compiled lane looks up one by one: their hashes are computed, and the groups read, ahead. */
import { beforeAll, describe, expect, it } from "vitest";
import type { PackedQuery } from "../../harness/pack.ts";
import { LANES, lawOf, open, packed } from "./queries.ts";

const SOURCE = `CREATE SOURCE s (g BIGINT, k TEXT, v BIGINT NOT NULL, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE);`;
const WINDOW = "TUMBLE(s, ts, INTERVAL '10' SECOND)";

/** Keys as the queries below group by them, and the values that each draws from. */
const KEYS = {
  integers: { columns: "g", groups: 20_000 },
  texts: { columns: "k", groups: 2000 },
  both: { columns: "g, k", groups: 2000 },
} as const;
type Kind = keyof typeof KEYS;

let queries: Readonly<Record<Kind, PackedQuery>>;

beforeAll(async () => {
  const sqlOf = ({ columns }: { readonly columns: string }, where = "") => `${SOURCE}
SELECT ${columns}, window_start, COUNT(*) AS n, SUM(v) AS total FROM ${WINDOW} ${where}
GROUP BY ${columns}, window_start, window_end;`;
  queries = await packed({
    integers: sqlOf(KEYS.integers, "WHERE v > 0"),
    texts: sqlOf(KEYS.texts),
    both: sqlOf(KEYS.both),
  });
});

interface Row {
  readonly g: bigint | null;
  readonly k: string | null;
  readonly v: number;
  readonly ts: number;
}

/** Each key at least twice, in two windows by turns; some keys are NULL or empty, some longer than 32 bytes. */
function rowsOf(groups: number): readonly Row[] {
  return Array.from({ length: groups * 5 }, (_, i) => {
    const key = (i * 7919) % groups;
    return {
      g: key === 0 ? null : BigInt(key) << 33n,
      k: key === 0 ? null : key === 1 ? "" : "é".repeat(key % 20) + key,
      v: i % 11,
      ts: 5000 + (i % 3 === 0 ? 10_000 : 0) - (i % 2),
    };
  });
}

interface Result {
  readonly window_start: number;
  readonly n: bigint;
  readonly total: bigint;
}

const keyOf = (kind: Kind, { g, k }: Pick<Row, "g" | "k">) =>
  JSON.stringify([kind === "texts" ? 0 : String(g), kind === "integers" ? 0 : k]);

describe.each(LANES)("%s lane", (lane) => {
  it.each(Object.keys(KEYS) as Kind[])("%s: every group has what its rows add up to", async (kind) => {
    const rows = rowsOf(KEYS[kind].groups);
    const counted = rows.filter(({ v }) => kind !== "integers" || v > 0);
    const expected = new Map<string, { n: bigint; total: bigint }>();
    for (const each of counted) {
      const key = `${keyOf(kind, each)} ${each.ts < 10_000 ? 0 : 10_000}`;
      const { n, total } = expected.get(key) ?? { n: 0n, total: 0n };
      expected.set(key, { n: n + 1n, total: total + BigInt(each.v) });
    }
    const query = await open(queries[kind], lane);
    for (let from = 0; from < rows.length; from += 1000) {
      const slice = rows.slice(from, from + 1000);
      for (let rest = slice.length; rest > 0; ) {
        const submitted = query.submit("s", slice.slice(slice.length - rest));
        ({ rest } = submitted);
        await submitted.ready;
      }
    }
    query.inputs.s!.end();
    const found = new Map<string, { n: bigint; total: bigint }>();
    for await (const result of query) {
      const { g = null, k = null, window_start, n, total } = result as Partial<Row> & Result;
      found.set(`${keyOf(kind, { g, k })} ${window_start}`, { n, total });
    }
    expect(found.size).toBeGreaterThan(KEYS[kind].groups);
    expect(found).toEqual(expected);
    const filtered = rows.length - counted.length;
    const law = { read: rows.length, contributed: counted.length, ...(filtered > 0 ? { filtered } : {}) };
    expect(lawOf(query)).toEqual(law);
    await query.stop();
  });
});
