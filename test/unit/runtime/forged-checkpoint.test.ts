/** Checkpoints whose digest is right and whose contents are not: MR5201, or state that the query can go on with. */
import { beforeAll, describe, expect, it } from "vitest";
import { MillraceError } from "../../../runtime/errors.ts";
import { readCheckpoint, writeCheckpoint } from "../../../runtime/state/checkpoint.ts";
import { Random } from "../../fuzz/random.ts";
import type { PackedQuery } from "../../harness/pack.ts";
import { bytesOf, LANES, open, packed, REVISED, row, SUMS } from "./queries.ts";

const SOURCE = "CREATE SOURCE s (k TEXT, v BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND);";
const SQLS = {
  sums: SUMS,
  revised: REVISED,
  hop: `${SOURCE} SELECT k, window_end, MAX(k) AS last, SUM(v) AS total, AVG(v) AS mean
    FROM HOP(s, ts, INTERVAL '5' SECOND, INTERVAL '20' SECOND) GROUP BY k, window_start, window_end;`,
  cumulate: `${SOURCE} SELECT v > 2 AS big, window_end, MIN(ts) AS first, SUM(CAST(v AS DOUBLE)) AS total
    FROM CUMULATE(s, ts, INTERVAL '5' SECOND, INTERVAL '20' SECOND) GROUP BY v > 2, window_start, window_end;`,
  nested: `${SOURCE} SELECT window_end, COUNT(*) AS n FROM TUMBLE(
      (SELECT k, window_time AS at, COUNT(*) AS c FROM TUMBLE(s, ts, INTERVAL '5' SECOND) GROUP BY k, window_start, window_end, window_time),
      at, INTERVAL '20' SECOND) GROUP BY window_start, window_end;`,
};
type Name = keyof typeof SQLS;
const NAMES = Object.keys(SQLS) as Name[];
const ROUNDS = 250;
/** What a restore and a few rows may take at the very most. */
const MS_MAX = 2000;

let queries: Readonly<Record<Name, PackedQuery>>;

beforeAll(async () => {
  queries = await packed(SQLS);
});

describe.each(LANES)("%s lane", (lane) => {
  it.each(NAMES)("%s, changed anywhere", async (name) => {
    const query = await open(queries[name], lane);
    for (const [seconds, v, k] of ROWS) query.submit("s", row(seconds, v, k));
    query.inputs.s!.submitBytes(bytesOf('{"k":"cut'));
    const bytes = await (await query.checkpoint()).data();
    await query.stop();
    expect(await verdict(name, bytes)).toBe("restored");

    const verdicts = new Set<string>();
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const random = new Random(seed);
      const contents = await readCheckpoint(bytes);
      const snapshot = lane === "interpret" && random.below(3) > 0 ? takeSnapshot(contents) : null;
      const target = snapshot ?? contents;
      const changed = change(target, random);
      if (snapshot !== null) putSnapshot(contents, snapshot);
      const began = performance.now();
      const told = await verdict(name, await writeCheckpoint(contents as object));
      expect(told, `seed ${seed}: ${changed}`).toMatch(/^(restored|MR5\d\d\d|MR6301)$/);
      expect(performance.now() - began, `seed ${seed}: ${changed}`).toBeLessThan(MS_MAX);
      verdicts.add(told);
    }
    expect(verdicts).toContain("MR5201");
  });

  it("a text in the place of bytes, and counts whose sum would be no count", async () => {
    const query = await open(queries.sums, lane);
    query.submit("s", [row(1)]);
    query.inputs.s!.submitBytes(bytesOf('{"k":"cut'));
    const bytes = await (await query.checkpoint()).data();
    await query.stop();
    const forged = async (change: (state: { raw: unknown[]; meta: Record<string, unknown> }) => void) => {
      const contents = (await readCheckpoint(bytes)) as unknown as {
        state: { raw: unknown[]; meta: Record<string, unknown> };
      };
      change(contents.state);
      return verdict("sums", await writeCheckpoint(contents));
    };
    const { state } = (await readCheckpoint(bytes)) as unknown as {
      state: { raw: Uint8Array[]; meta: Record<string, unknown> };
    };
    for (const i of state.raw.keys()) {
      const { length } = state.raw[i]!;
      for (const other of ["x".repeat(length), { length }, Array.from({ length }, () => 1)])
        expect(await forged(({ raw }) => void raw.splice(i, 1, other))).toBe("MR5201");
    }
    for (const name of Object.keys(state.meta))
      expect(await forged(({ meta }) => void Object.assign(meta, { [name]: Number.MAX_SAFE_INTEGER }))).toBe("MR5201");
  });

  /** "restored" if the query goes on, else the code; anything else that is thrown, as text. */
  async function verdict(name: Name, bytes: Uint8Array): Promise<string> {
    try {
      const query = await open(queries[name], lane, {}, bytes);
      query.pollOutput(2);
      if (query.metrics().inputs.s!.ended) return "restored";
      query.inputs.s!.submitBytes(bytesOf('"}\n'));
      query.submit("s", [row(31), row(62, 5, "b")]);
      query.pollOutput();
      await query.checkpoint();
      query.inputs.s!.end();
      query.pollOutput();
      await query.stop();
      return "restored";
    } catch (error) {
      return error instanceof MillraceError ? error.code : String((error as Error).stack);
    }
  }
});

const ROWS: readonly (readonly [seconds: number, v: number, k: string | null])[] = [
  [1, 1, "a"],
  [2, 2, "bé"],
  [12, 3, null],
  [13, 4, "a"],
  [26, 5, "c"],
  [27, 1, "a long text that does not fit beside its length"],
];

type Holder = Record<string, unknown>;

interface Saved {
  readonly state: { readonly raw: Uint8Array[] };
}

/** What the interpreter has saved, as JSON. */
function takeSnapshot(contents: unknown): object {
  return JSON.parse(new TextDecoder().decode((contents as Saved).state.raw[0])) as object;
}

function putSnapshot(contents: unknown, snapshot: object): void {
  (contents as Saved).state.raw[0] = bytesOf(JSON.stringify(snapshot));
}

/** Changes one thing somewhere in `contents`; tells what. */
function change(contents: unknown, random: Random): string {
  const places = placesIn(contents, "");
  const { holder, key, path } = places[random.below(places.length)]!;
  const value = holder[key];
  if (ArrayBuffer.isView(value) && random.below(4) > 0) {
    holder[key] = changedBuffer(value as Uint8Array | Int32Array, random);
  } else if (Array.isArray(value) && value.length > 0 && random.below(2) > 0) {
    const [from, to] = [random.below(value.length), random.below(value.length)];
    const what = random.below(3);
    if (what === 0) value.splice(from, 1);
    else if (what === 1) value.push(value[from]);
    else [value[from], value[to]] = [value[to], value[from]];
    return `${path}: items ${from}, ${to}, way ${what}`;
  } else {
    const other = OTHERS[random.below(OTHERS.length)];
    if (other === undefined) delete holder[key];
    else holder[key] = other;
    return `${path} = ${JSON.stringify(other)}`;
  }
  return `${path}: bytes`;
}

const OTHERS: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  -1,
  1,
  1.5,
  2 ** 31,
  -(2 ** 53),
  1e300,
  "",
  "x",
  "-9223372036854775808",
  "99999999999999999999",
  { $i64: "x" },
  { $i64: "-4611686018427387905" },
  { $i64: "9223372036854775807" },
  { $f64: "7ff8000000000000" },
  { $f64: "zz" },
  {},
  [],
  [[]],
  { length: 3 },
  new Uint8Array(3),
];

interface Place {
  readonly holder: Holder;
  readonly key: string;
  readonly path: string;
}

function placesIn(value: unknown, path: string): Place[] {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [];
  return Object.keys(value).flatMap((key) => [
    { holder: value as Holder, key, path: `${path}.${key}` },
    ...placesIn((value as Holder)[key], `${path}.${key}`),
  ]);
}

function changedBuffer(buffer: Uint8Array | Int32Array, random: Random): Uint8Array | Int32Array {
  const changed = buffer.slice();
  switch (random.below(4)) {
    case 0:
      return changed.slice(0, random.below(buffer.length + 1));
    case 1:
      return Uint8Array.from([...changed, 1, 2, 3]);
    case 2:
      return changed.reverse();
    default:
      if (changed.length > 0) changed[random.below(changed.length)] = random.below(2) > 0 ? -1 : random.below(256);
      return changed;
  }
}
