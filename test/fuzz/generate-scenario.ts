/**
 * Draws sources and what arrives on them. Event times lie on and around the edges of a time unit that the queries'
 * windows are multiples of; arrivals are shuffled within the watermark delay, or beyond it.
 */
import { floorDiv } from "./calendar.ts";
import { DATE_DOMAIN, integerDomain, TIMESTAMP_DOMAIN } from "./domains.ts";
import type { SpecEvent } from "./events.ts";
import { generateValue } from "./generate-value.ts";
import type { Profile } from "./profiles.ts";
import type { ColumnSpec, Domain, SourceSpec, SpecType, TypeKind, Value } from "./query-spec.ts";
import type { Random } from "./random.ts";
import { EVENT_TIME_MAX_US, isFloat, isInteger, maxOf, minOf } from "./typing.ts";

export interface Scenario {
  /** The first is the one that queries read. */
  readonly sources: readonly SourceSpec[];
  readonly events: readonly SpecEvent[];
  /** Window sizes and slides are multiples or simple fractions of it. */
  readonly unitUs: bigint;
}

export function generateScenario(random: Random, profile: Profile): Scenario {
  const precision = random.weighted([
    [1, 0],
    [1, 1],
    [4, 3],
    [1, 4],
    [4, 6],
  ] as const);
  const tickUs = BigInt(10 ** (6 - precision));
  const unitUs = random.pick(UNITS_US.filter((unit) => unit % tickUs === 0n && unit > tickUs));
  const main = generateSource(random, profile, { precision, unitUs }, random.pick(SOURCE_NAMES.slice(0, 3)));
  const sources = [main];
  if (random.chance(0.25))
    sources.push(generateSource(random, profile, { precision, unitUs }, random.pick(SOURCE_NAMES.slice(3))));
  const rows = sources.flatMap((source, i) =>
    generateRows(random, source, i === 0 ? rowCount(random, profile.rowsMax) : random.below(8), {
      tickUs,
      unitUs,
      extremes: profile.extremes,
    }),
  );
  const events = profile.controls
    ? withWatermarks(random, arrange(random, rows, profile), main, unitUs)
    : arrange(random, rows, profile);
  return { sources, events: [...events, { kind: "end" }], unitUs };
}

const UNITS_US = [2n, 10n, 1_000n, 250_000n, 1_000_000n, 5_000_000n, 60_000_000n, 3_600_000_000n, 86_400_000_000n];
const SOURCE_NAMES = ["bid", "Trades", "odd stream", "other", "auction"];
const COLUMN_NAMES = [
  "id",
  "auction",
  "price",
  "channel",
  "value",
  "key",
  "extra",
  "offset",
  "Mixed Name",
  "order",
  "bidder",
  "userId",
];
const TIME_NAMES = ["ts", "dateTime", "event time", "date"];

function rowCount(random: Random, max: number): number {
  return random.weighted([
    [1, 0],
    [12, random.between(1, 6)],
    [60, random.between(7, 60)],
    [24, random.between(61, 200)],
    [3, random.between(201, max)],
  ]);
}

interface Clock {
  readonly precision: number;
  readonly unitUs: bigint;
}

function generateSource(random: Random, profile: Profile, { precision, unitUs }: Clock, name: string): SourceSpec {
  const time: ColumnSpec = {
    name: random.pick(TIME_NAMES),
    type: { kind: "TIMESTAMP", precision },
    nullable: random.chance(0.3),
    domain: TIMESTAMP_DOMAIN,
  };
  const names = random.shuffle(COLUMN_NAMES);
  const kinds = random.sample(profile.columnKinds, random.between(3, profile.columnKinds.length));
  const extra = Array.from({ length: random.below(3) }, () => random.pick(profile.columnKinds));
  const columns = [...kinds, ...extra].map((kind, i) => generateColumn(random, names[i]!, kind, profile));
  columns.splice(random.below(columns.length + 1), 0, time);
  const delayUs = random.weighted([
    [2, 0n],
    [2, unitUs / 2n],
    [2, unitUs],
    [3, unitUs * 3n],
    [profile.controls ? 3 : 1, 86_400_000_000n],
  ] as const);
  return {
    name,
    create: random.weighted([
      [4, "SOURCE"],
      [1, "STREAM"],
      [1, "TABLE"],
    ] as const),
    columns,
    watermark: random.chance(profile.windowed ? 1 : 0.97) ? { column: time.name, delayUs } : null,
  };
}

function generateColumn(random: Random, name: string, kind: TypeKind, profile: Profile): ColumnSpec {
  const type: SpecType =
    kind === "TEXT"
      ? {
          kind,
          maxLength: random.weighted([
            [3, null],
            [1, 3],
            [1, 12],
          ] as const),
        }
      : kind === "TIMESTAMP"
        ? { kind, precision: random.pick([0, 3, 6]) }
        : { kind };
  return { name, type, nullable: random.chance(0.65), domain: generateDomain(random, type, profile) };
}

function generateDomain(random: Random, type: SpecType, profile: Profile): Domain {
  const { kind } = type;
  if (kind === "BOOLEAN") return { kind: "boolean" };
  if (kind === "DATE") return random.pick([DATE_DOMAIN, integerDomain(19_700n, 19_760n), integerDomain(-40n, 40n)]);
  if (kind === "TIMESTAMP") {
    return random.pick([
      TIMESTAMP_DOMAIN,
      integerDomain(1_709_000_000_000_000n, 1_709_300_000_000_000n),
      integerDomain(-5_000_000n, 5_000_000n),
    ]);
  }
  if (isInteger(kind)) {
    const widest = kind === "BIGINT" ? integerDomain(-(2n ** 53n), 2n ** 53n) : integerDomain(minOf(kind), maxOf(kind));
    const narrow = kind === "TINYINT" ? integerDomain(-100n, 100n) : integerDomain(-1000n, 1000n);
    return random.weighted([
      [4, integerDomain(-8n, 8n)],
      [3, narrow],
      [1, widest],
      [1, integerDomain(minOf(kind), maxOf(kind))],
    ]);
  }
  if (isFloat(kind)) {
    const special = profile.specialFloats && random.chance(0.25);
    const bits = random.pick(kind === "REAL" ? [3, 5, 10] : [3, 5, 10, 40]);
    return { kind: "float", low: -2, bits, exact: random.chance(0.85), special };
  }
  const words = random.weighted([
    [5, "ascii"],
    [3, "digits"],
    [2, "dates"],
    [2, "near-dates"],
    [profile.unicode ? 2 : 0, "unicode"],
  ] as const);
  const length = type.kind === "TEXT" ? (type.maxLength ?? 24) : 24;
  return {
    kind: "text",
    words: (words.endsWith("dates") && length < 10) || (words === "digits" && length < 3) ? "ascii" : words,
    length,
  };
}

/** The rows of one source, in the order of their event times. */
function generateRows(random: Random, source: SourceSpec, count: number, times: Times): Row[] {
  const { unitUs } = times;
  const pools = source.columns.map((column) =>
    Array.from({ length: random.between(2, 5) }, () => generateValue(random, column)),
  );
  const center = random.weighted([
    [4, 0n],
    [4, 1_709_164_800_000_000n],
    [2, -7n * unitUs],
    [1, -2_208_988_800_000_000n],
  ] as const);
  const origin = floorDiv(center, unitUs) * unitUs;
  const spread = random.between(2, 24);
  const rows: Row[] = [];
  for (let i = 0; i < count; i++) {
    const last = rows.at(-1);
    if (last !== undefined && random.chance(0.08)) {
      rows.push(last);
      continue;
    }
    const ts = last !== undefined && random.chance(0.1) ? last.ts : generateTime(random, origin, spread, times);
    const values = source.columns.map((column, c) => {
      if (isEventTime(source, column)) return column.nullable && random.chance(0.06) ? null : ts;
      if (column.nullable && random.chance(0.2)) return null;
      return random.chance(0.6) ? random.pick(pools[c]!) : generateValue(random, column);
    });
    rows.push({ source: source.name, ts, values, delayUs: source.watermark?.delayUs ?? 0n });
  }
  return rows;
}

function isEventTime(source: SourceSpec, column: ColumnSpec): boolean {
  return source.watermark === null ? TIME_NAMES.includes(column.name) : source.watermark.column === column.name;
}

function generateTime(random: Random, origin: bigint, spread: number, { tickUs, unitUs, extremes }: Times): bigint {
  const greatest = (EVENT_TIME_MAX_US / tickUs) * tickUs;
  if (extremes && random.chance(0.02)) return random.pick([greatest, -greatest, greatest + tickUs]);
  const edge = origin + BigInt(random.below(spread)) * unitUs;
  const offset = random.weighted<bigint>([
    [2, 0n],
    [1, -tickUs],
    [1, tickUs],
    [1, unitUs / 2n],
    [5, random.bigBetween(0n, unitUs - 1n)],
  ]);
  return floorDiv(edge + offset, tickUs) * tickUs;
}

interface Times {
  readonly tickUs: bigint;
  readonly unitUs: bigint;
  /** Also the ends of the supported range, and past them. */
  readonly extremes: boolean;
}

interface Row {
  readonly source: string;
  readonly ts: bigint;
  readonly values: readonly Value[];
  readonly delayUs: bigint;
}

/**
 * Orders rows by time plus a random part of the delay: then none is late. With `profile.late` the part may be three
 * times the delay and more. Sources are interleaved. A NULL event time is put in here, so that it has a place.
 */
function arrange(random: Random, rows: readonly Row[], profile: Profile): SpecEvent[] {
  const reach = (delayUs: bigint) =>
    profile.late ? random.pick([delayUs, delayUs * 3n + 2_000n, delayUs + 20_000_000n]) : delayUs;
  const ranked = rows.map((row, i) => ({ row, i, rank: row.ts + random.bigBetween(0n, reach(row.delayUs)) }));
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : a.i - b.i));
  return ranked.map(({ row }) => ({ kind: "row", source: row.source, values: row.values }));
}

/** Explicit watermarks between the rows: each above those before it, near the times seen so far, often on an edge. */
function withWatermarks(random: Random, events: readonly SpecEvent[], source: SourceSpec, unitUs: bigint): SpecEvent[] {
  const column = source.columns.findIndex(({ name }) => name === source.watermark?.column);
  if (column < 0) return [...events];
  const result: SpecEvent[] = [];
  let w: bigint | null = null;
  let seen: bigint | null = null;
  const rate = random.pick([0, 0.05, 0.2]);
  for (const event of events) {
    result.push(event);
    const ts = event.kind === "row" && event.source === source.name ? (event.values[column] as bigint | null) : null;
    if (ts !== null) {
      seen = seen === null || ts > seen ? ts : seen;
      const derived: bigint = ts - source.watermark!.delayUs;
      if (w === null || derived > w) w = derived;
    }
    if (seen === null || !random.chance(rate)) continue;
    const edge: bigint = floorDiv(seen, unitUs) * unitUs + BigInt(random.between(-1, 2)) * unitUs;
    const us: bigint = edge + random.pick([0n, 0n, -1n, 1n, unitUs / 2n]);
    // A watermark beyond the range of times is refused.
    if ((w !== null && us < w) || us > EVENT_TIME_MAX_US || us < -EVENT_TIME_MAX_US) continue;
    w = us;
    result.push({ kind: "watermark", source: random.chance(0.5) ? source.name : null, us });
  }
  return result;
}
