/** Draws what a window aggregate is made of: the window and its spelling, keys, aggregates, HAVING. */
import { asFloat, asInteger, castDomain, integerDomain, sumsExactly, TIMESTAMP_DOMAIN } from "./domains.ts";
import { condition, type Drawing, expressions, nameOf } from "./drawing.ts";
import { AGGREGATES, type AggregateOverload, aggregateOf } from "./function-table.ts";
import { isConstant, type Typed, within } from "./guards.ts";
import {
  type AggregateSpec,
  type Domain,
  type Expr,
  type Grouping,
  type TypeKind,
  WINDOW_COLUMNS,
  WINDOW_SPELLINGS,
  type WindowColumn,
  type WindowSpec,
  type WindowUse,
} from "./query-spec.ts";
import { isInteger, isWindowColumn, plainType } from "./typing.ts";

export interface GroupRequest {
  readonly columns: readonly Typed[];
  /** Name of the event time column. */
  readonly time: string;
  /** The input is a source, whose event time need not be named. */
  readonly overSource: boolean;
  /** Another window will read `window_time`. */
  readonly inner: boolean;
  /** One group may add up `2^rowBits` rows. */
  readonly rowBits: number;
}

export interface DrawnGroup {
  readonly group: Grouping;
  /** What HAVING and the projections may read: window columns, keys, aggregates. */
  readonly leaves: readonly Typed[];
  /** The projections are these leaves and nothing computed from them. */
  readonly plain: boolean;
}

export function generateGroup(drawing: Drawing, request: GroupRequest): DrawnGroup {
  const { random, profile } = drawing;
  // A window column of the input's own is ambiguous beside the new one; as time column it stands for itself.
  const columns = request.columns.filter((each) => !isWindowColumn(nameOf(each)));
  const shown = WINDOW_COLUMNS.filter((column) => !request.columns.some((each) => nameOf(each) === column));
  const window = generateWindowUse(drawing, request, shown);
  const keys = generateKeys(drawing, columns);
  const overflow = profile.sumOverflow && !request.inner && random.chance(0.1);
  const aggregates = Array.from({ length: random.between(request.inner ? 1 : 0, 4) }, () =>
    generateAggregate(drawing, columns, overflow, request.rowBits),
  );
  const everyColumn = window.spelling === "group" || window.spelling === "implicit" || random.chance(0.1);
  const leaves = [
    ...(everyColumn ? shown : window.listed).map((column) => windowLeaf(drawing, column)),
    ...keys.map((typed, index): Typed => ({ ...typed, expr: { kind: "key", type: typed.type, index } })),
    ...aggregates.map(({ spec, domain }, index): Typed => {
      return { expr: { kind: "aggregate", type: spec.type, index }, type: spec.type, domain };
    }),
  ];
  // Where a value of a group may fail, nothing but its plain output tells who evaluates it.
  const plain = overflow || !profile.guarded;
  const group: Grouping = {
    window,
    keys: keys.map(({ expr }) => ({ expr, spelling: "expr" })),
    aggregates: aggregates.map(({ spec }) => spec),
    having: !plain && random.chance(0.3) ? condition(drawing, leaves) : null,
  };
  return { group, leaves, plain };
}

function windowLeaf({ random }: Drawing, column: WindowColumn): Typed {
  const type = plainType("TIMESTAMP");
  return { expr: { kind: "window", type, column, spelling: random.below(3) }, type, domain: TIMESTAMP_DOMAIN };
}

function generateWindowUse(drawing: Drawing, request: GroupRequest, shown: readonly WindowColumn[]): WindowUse {
  const { random } = drawing;
  const spec = generateWindow(drawing);
  const spellings = WINDOW_SPELLINGS.filter((spelling) => request.overSource || spelling !== "implicit");
  return {
    spec,
    time: request.time,
    spelling: random.pick(spellings),
    listed: generateListed(drawing, spec, shown, request.inner),
    wrapped: shown.length === WINDOW_COLUMNS.length && random.chance(0.15),
  };
}

function generateWindow({ random, unitUs }: Drawing): WindowSpec {
  const part = (n: bigint) => (unitUs / n > 0n ? unitUs / n : unitUs);
  const kind = random.pick(["tumble", "hop", "cumulate"] as const);
  const slideUs = random.weighted([
    [5, unitUs],
    [2, part(2n)],
    [1, unitUs * 2n],
    [1, unitUs * 3n],
  ]);
  const slides = random.weighted<number>([
    [3, 1],
    [5, 2],
    [5, random.between(3, 6)],
    [0.3, 60],
  ]);
  const rest = kind === "hop" && random.chance(0.35) ? random.pick([slideUs / 2n, slideUs / 3n, 1n]) : 0n;
  const sizeUs = kind === "tumble" ? slideUs : slideUs * BigInt(slides) + (rest < slideUs ? rest : 0n);
  const offsetUs = random.weighted([
    [5, 0n],
    [2, part(2n)],
    [1, -part(3n)],
    [1, sizeUs * 3n + 1n],
    [1, -1n],
  ]);
  return { kind, sizeUs, slideUs, offsetUs };
}

/** Which of the columns GROUP BY lists: one that tells windows apart, and `window_time` where it must be shown. */
function generateListed(
  { random }: Drawing,
  spec: WindowSpec,
  shown: readonly WindowColumn[],
  inner: boolean,
): WindowColumn[] {
  const listed = shown.filter((column) => (inner && column === "window_time") || random.chance(0.6));
  const enough = listed.some((column) => spec.kind !== "cumulate" || column !== "window_start");
  return enough ? listed : shown.filter((column) => column !== "window_time" || listed.includes(column));
}

function generateKeys(drawing: Drawing, columns: readonly Typed[]): Typed[] {
  const { random } = drawing;
  const count = random.weighted<number>([
    [2, 0],
    [6, 1],
    [3, 2],
    [1, 3],
  ]);
  const keys: Typed[] = [];
  for (let i = 0; i < count; i++) {
    const key = random.chance(0.7) ? random.pick(columns) : expressions(drawing, columns).any(2);
    const twice = keys.some(({ expr }) => fingerprint(expr) === fingerprint(key.expr));
    if (!isConstant(key.expr) && !twice) keys.push(key);
  }
  return keys;
}

function fingerprint(expr: Expr): string {
  return JSON.stringify(expr, (_, value) => (typeof value === "bigint" ? String(value) : value));
}

interface DrawnAggregate {
  readonly spec: AggregateSpec;
  readonly domain: Domain;
}

function generateAggregate(
  drawing: Drawing,
  columns: readonly Typed[],
  overflow: boolean,
  rowBits: number,
): DrawnAggregate {
  const { random } = drawing;
  const overload = random.weighted([
    [1, aggregateOf("count()")],
    [overflow ? 12 : 0, aggregateOf("sum(BIGINT)")],
    [6, random.pick(AGGREGATES)],
  ]);
  const filter = random.chance(0.25) ? condition(drawing, columns) : null;
  const spec = { overload: overload.id, type: plainType(overload.returns), filter };
  if (overload.param === null) return { spec: { ...spec, arg: null }, domain: COUNTS };
  // Whether an argument that its FILTER excludes is evaluated is nobody's promise, so it does not fail.
  const safe = filter === null ? drawing : { ...drawing, profile: { ...drawing.profile, guarded: true } };
  const arg = generateArgument(safe, overload, overload.param, columns, overflow, rowBits);
  if (arg === null) return generateAggregate(drawing, columns, overflow, rowBits);
  return { spec: { ...spec, arg: arg.expr }, domain: resultDomain(overload, arg, rowBits) };
}

/** An argument whose sums neither round, if they must not, nor leave BIGINT, unless `overflow`. Null: none was found. */
function generateArgument(
  drawing: Drawing,
  { name }: AggregateOverload,
  param: TypeKind,
  columns: readonly Typed[],
  overflow: boolean,
  rowBits: number,
): Typed | null {
  const { random, profile } = drawing;
  const generator = expressions(drawing, columns);
  if (name === "count" || name === "min" || name === "max") return generator.of(param, 2);
  if (param === "BIGINT" && overflow) return generator.huge();
  if (isInteger(param)) return within(random, generator.of(param, 2), 2n ** 49n);
  const kind = random.chance(0.25) ? "REAL" : param;
  for (let tries = 0; tries < 6; tries++) {
    const arg = generator.of(kind, tries < 3 ? 2 : 1);
    if (!profile.exactSums || sumsExactly(asDouble(arg), rowBits)) return arg;
  }
  return null;
}

const COUNTS = integerDomain(0n, 10_000n);

function resultDomain({ name, param }: AggregateOverload, arg: Typed, rowBits: number): Domain {
  if (name === "count") return COUNTS;
  if (name === "min" || name === "max") return arg.domain;
  if (param === "DOUBLE") {
    const { low, bits, exact, special } = asFloat(asDouble(arg));
    if (name === "avg") return { kind: "float", low: low - 14, bits, exact: false, special };
    return { kind: "float", low: exact ? low : low - 53, bits: bits + rowBits, exact, special };
  }
  const { min, max } = asInteger(arg.domain);
  if (name === "sum") return integerDomain(min * 8192n, max * 8192n);
  return { kind: "float", low: -14, bits: 64, exact: false, special: false };
}

function asDouble({ domain, type }: Typed): Domain {
  return castDomain(domain, type, plainType("DOUBLE"));
}
