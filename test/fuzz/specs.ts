/** Small specs by hand, for tests of the printers, judges and the reducer. */
import type { SpecEvent } from "./events.ts";
import type {
  AggregateSpec,
  EmitClause,
  Expr,
  Grouping,
  QuerySpec,
  Select,
  SourceSpec,
  SpecType,
  Value,
  WindowSpec,
} from "./query-spec.ts";
import { plainType } from "./typing.ts";

const TEXT: SpecType = { kind: "TEXT", maxLength: null };
const INTEGER: SpecType = { kind: "INTEGER" };

export const DAY_US = 86_400_000_000n;

/** `bid (key TEXT, v INTEGER, ts TIMESTAMP(3) NOT NULL, …)`, watermark a day behind unless said. */
export function bidSource(delayUs = DAY_US): SourceSpec {
  return {
    name: "bid",
    create: "SOURCE",
    columns: [
      { name: "key", type: TEXT, nullable: true, domain: { kind: "text", words: "ascii", length: 9 } },
      { name: "v", type: INTEGER, nullable: true, domain: { kind: "integer", min: -1000n, max: 1000n } },
      {
        name: "ts",
        type: { kind: "TIMESTAMP", precision: 3 },
        nullable: true,
        domain: { kind: "integer", min: 0n, max: DAY_US },
      },
    ],
    watermark: { column: "ts", delayUs },
  };
}

export const key = column("key", TEXT);
export const v = column("v", INTEGER);
export const ts = column("ts", { kind: "TIMESTAMP", precision: 3 });

export function column(name: string, type: SpecType, spelling = 0): Expr {
  return { kind: "column", name, type, spelling };
}

export function int(value: number): Expr {
  return { kind: "literal", type: INTEGER, value: BigInt(value), form: "typed" };
}

export function text(value: string | null): Expr {
  return { kind: "literal", type: TEXT, value, form: "typed" };
}

/** `call("add(INTEGER,INTEGER)", "INTEGER", a, b)`. */
export function call(
  overload: string,
  returns: Exclude<SpecType["kind"], "TEXT" | "TIMESTAMP">,
  ...args: readonly Expr[]
): Expr {
  return { kind: "call", type: { kind: returns }, overload, args, spelling: 0 };
}

export function sum(arg: Expr = v, filter: Expr | null = null): AggregateSpec {
  return { overload: "sum(INTEGER)", type: { kind: "BIGINT" }, arg, filter };
}

export const windowStart: Expr = { kind: "window", type: plainType("TIMESTAMP"), column: "window_start", spelling: 0 };
export const sumOf: Expr = { kind: "aggregate", type: { kind: "BIGINT" }, index: 0 };

export const tumble: WindowSpec = { kind: "tumble", sizeUs: 1_000_000n, slideUs: 1_000_000n, offsetUs: 0n };

interface Parts {
  readonly window: WindowSpec;
  readonly where: Expr | null;
  readonly having: Expr | null;
  readonly aggregates: readonly AggregateSpec[];
  readonly keys: readonly Expr[];
  readonly emit: EmitClause | null;
  readonly spelling: Grouping["window"]["spelling"];
  readonly delayUs: bigint;
}

/** SELECT key, SUM(v) per window of one second, with the given parts changed. */
export function windowed(parts: Partial<Parts> = {}): QuerySpec {
  const keys = parts.keys ?? [key];
  const shown = keys.map((expr, index): Expr => ({ kind: "key", type: (expr as { type: SpecType }).type, index }));
  const group: Grouping = {
    window: {
      spec: parts.window ?? tumble,
      time: "ts",
      spelling: parts.spelling ?? "call",
      listed: ["window_start", "window_end"],
      wrapped: false,
    },
    keys: keys.map((expr) => ({ expr, spelling: "expr" })),
    aggregates: parts.aggregates ?? [sum()],
    having: parts.having ?? null,
  };
  const select: Select = {
    from: { kind: "source", name: "bid" },
    where: parts.where ?? null,
    group,
    projections: [
      { name: "start", expr: windowStart },
      ...shown.map((expr, i) => ({ name: `key${i}`, expr })),
      ...group.aggregates.map(({ type }, index) => ({
        name: `a${index}`,
        expr: { kind: "aggregate", type, index } as Expr,
      })),
    ],
    star: false,
    emit: parts.emit ?? null,
  };
  return { seed: 1, sources: [bidSource(parts.delayUs)], named: [], select, parens: "minimal" };
}

/** SELECT … FROM bid WHERE …, one column per expression. */
export function plain(where: Expr | null, ...exprs: readonly Expr[]): QuerySpec {
  const projections = exprs.map((expr, i) => ({ name: `c${i}`, expr }));
  const select: Select = {
    from: { kind: "source", name: "bid" },
    where,
    group: null,
    projections,
    star: false,
    emit: null,
  };
  return { seed: 1, sources: [bidSource()], named: [], select, parens: "minimal" };
}

/** Milliseconds in, as in the case bank. */
export function bid(keyValue: string | null, value: number | null, ms: number | null): SpecEvent {
  const values: Value[] = [keyValue, value === null ? null : BigInt(value), ms === null ? null : BigInt(ms) * 1000n];
  return { kind: "row", source: "bid", values };
}

export function watermark(ms: number): SpecEvent {
  return { kind: "watermark", source: null, us: BigInt(ms) * 1000n };
}

export const end: SpecEvent = { kind: "end" };
