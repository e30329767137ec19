/** Rows whose reading runs code of their owner: it may throw, and it may call the query. */
import { beforeAll, describe, expect, it } from "vitest";
import { type AnyDefinition, type AnyQuery, bytesOf, defined, LANES, lawOf, row, SUMS } from "./queries.ts";

let sums: AnyDefinition;

beforeAll(async () => {
  sums = await defined(SUMS);
});

const thrown = new Error("from a getter");
const throwing = {
  ts: 2000,
  k: "a",
  get v(): number {
    throw thrown;
  },
};

/** A row during whose reading `call` is made. */
const calling = (call: () => unknown) => ({
  ts: 2000,
  k: "called",
  get v(): number {
    call();
    return 100;
  },
});

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

const UNREADABLE: readonly (readonly [what: string, row: object])[] = [
  ["a getter that throws", throwing],
  [
    "a proxy that throws",
    new Proxy(
      {},
      {
        get: () => {
          throw thrown;
        },
      },
    ),
  ],
  [
    "a getter that throws nothing",
    {
      get ts() {
        throw undefined;
      },
    },
  ],
  ["what only looks like a Date", { k: "a", v: 1, ts: Object.create(Date.prototype) }],
  ["a revoked proxy", revoked({})],
];

describe.each(LANES)("rows that cannot be read, %s lane", (lane) => {
  const start = () => sums.start({ lane, batchPolicy: { maxLatencyMs: 1e9 } });
  const total = async (query: AnyQuery) => {
    query.inputs.s!.end();
    const rows = query.pollOutput();
    await query.stop();
    return rows;
  };

  it.each(UNREADABLE)("%s: MR6206, and the query goes on", async (_, bad) => {
    const query = await start();
    query.submit("s", row(1));
    expect(() => query.submit("s", bad)).toThrow(expect.objectContaining({ name: "MillraceError", code: "MR6206" }));
    expect(query).toMatchObject({ state: "Running", failure: null });
    query.submit("s", row(3, 2));
    expect(lawOf(query)).toEqual({ read: 2, pending: 2 });
    expect(await total(query)).toEqual([{ k: "a", window_start: 0, total: 3n, n: 2n }]);
  });

  it("the cause is what the row threw", async () => {
    const query = await start();
    expect(() => query.submit("s", throwing)).toThrow(expect.objectContaining({ cause: thrown, data: { taken: 0 } }));
    await query.stop();
  });

  it("among others: those before it are taken, the others can be offered again", async () => {
    const query = await start();
    const rows = [row(1, 1), row(1, "no number"), throwing, row(1, 4)];
    expect(() => query.submit("s", rows, { offset: "4" })).toThrow(expect.objectContaining({ data: { taken: 2 } }));
    expect((await query.checkpoint()).offsets).toEqual({});
    query.submit("s", rows.slice(3), { offset: "4" });
    expect((await query.checkpoint()).offsets).toEqual({ s: "4" });
    expect(lawOf(query)).toEqual({ read: 3, contributed: 2, malformed: 1 });
    expect(await total(query)).toEqual([{ k: "a", window_start: 0, total: 5n, n: 2n }]);
  });

  it("a list that throws is no better than a row that does", async () => {
    const query = await start();
    const list = Object.defineProperty([row(1)], 0, {
      get: () => {
        throw thrown;
      },
    });
    for (const rows of [list, revoked([])])
      expect(() => query.submit("s", rows as object[])).toThrow(expect.objectContaining({ code: "MR6206" }));
    expect(await total(query)).toEqual([]);
  });

  it("a list that its own rows change is taken as it was", async () => {
    const query = await start();
    const rows: object[] = [];
    rows.push(
      calling(() => {
        rows.length = 1;
      }),
      row(2, 1, "b"),
    );
    expect(query.submit("s", rows)).toMatchObject({ taken: 2 });
    expect(await total(query)).toMatchObject([{ k: "called" }, { k: "b" }]);
  });

  it("behind rows that wait there is nobody to throw to: malformed", async () => {
    const query = await sums.start({ lane, outputRows: 1, batchPolicy: { maxRows: 1, maxLatencyMs: 1e9 } });
    query.submit("s", [row(1, 1, "a"), row(1, 1, "b"), row(11), row(12)]);
    expect(query.submit("s", [throwing, row(12, 7)])).toMatchObject({ taken: 2, rest: 0 });
    expect(query.pollOutput()).toHaveLength(2);
    expect(query.failure).toBeNull();
    expect(query.inputs.s!.malformed.poll()).toMatchObject([{ code: "MR6002", column: null }]);
    expect(lawOf(query)).toEqual({ read: 6, contributed: 5, malformed: 1 });
    expect(await total(query)).toEqual([{ k: "a", window_start: 10_000, total: 9n, n: 3n }]);
  });

  it("the sample of a malformed row that throws is something else than an error", async () => {
    const query = await start();
    const shy = new Proxy({} as Record<string | symbol, unknown>, {
      get: (_, name) => {
        if (name === "v") return "no number";
        if (name === "k" || name === "ts") return null;
        throw thrown;
      },
    });
    expect(query.submit("s", shy)).toMatchObject({ malformed: 1 });
    expect(query.inputs.s!.malformed.poll()).toMatchObject([{ code: "MR6001", column: "v" }]);
    await query.stop();
  });
});

describe.each(LANES)("calls out of a getter, %s lane", (lane) => {
  const calls: readonly (readonly [call: string, made: (query: AnyQuery) => unknown])[] = [
    ["submit", (query) => query.submit("s", row(1, 5, "inner"))],
    ["submit of rows", (query) => query.submit("s", [row(1, 5, "inner")])],
    ["submitBytes", (query) => query.inputs.s!.submitBytes(bytesOf('{"ts":1}\n'))],
    ["advanceWatermark", (query) => query.inputs.s!.advanceWatermark(1e6)],
    ["end", (query) => query.inputs.s!.end()],
    ["flush", (query) => query.flush()],
    ["pollOutput", (query) => query.pollOutput()],
    ["pollBatch", (query) => query.pollBatch()],
    ["checkpoint", (query) => query.checkpoint()],
    ["pause", (query) => query.pause()],
    ["close", (query) => query.close()],
    ["stop", (query) => query.stop()],
  ];

  it.each(calls)("%s: MR6201, and the rows stay whole", async (_, made) => {
    const query = await sums.start({ lane });
    let answer: unknown;
    const bad = calling(() => {
      try {
        answer = made(query);
      } catch (error) {
        answer = Promise.reject(error);
      }
    });
    query.submit("s", [row(1, 1), bad, row(2, 2)]);
    await expect(answer).rejects.toMatchObject({ name: "MillraceError", code: "MR6201" });
    query.inputs.s!.end();
    expect(query.pollOutput()).toEqual([
      { k: "a", window_start: 0, total: 3n, n: 2n },
      { k: "called", window_start: 0, total: 100n, n: 1n },
    ]);
    expect(lawOf(query)).toEqual({ read: 3, contributed: 3 });
    await query.stop();
  });

  it("what is not caught there comes out as MR6206", async () => {
    const query = await sums.start({ lane });
    const code = "MR6201";
    expect(() =>
      query.submit(
        "s",
        calling(() => query.flush()),
      ),
    ).toThrow(expect.objectContaining({ code: "MR6206", cause: expect.objectContaining({ code }) }));
    expect(query).toMatchObject({ state: "Running", failure: null });
    await query.stop();
  });

  it("another query may be fed from there", async () => {
    const [query, other] = [await sums.start({ lane }), await sums.start({ lane })];
    query.submit(
      "s",
      calling(() => other.submit("s", row(1))),
    );
    expect([lawOf(query), lawOf(other)]).toEqual([
      { read: 1, pending: 1 },
      { read: 1, pending: 1 },
    ]);
    await query.stop();
    await other.stop();
  });
});
