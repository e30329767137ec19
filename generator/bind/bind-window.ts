/** TUMBLE, HOP and CUMULATE, in FROM and in GROUP BY -> the Window node. */
import type { LogicalPlan, Scan, Window, WindowSpec } from "../../runtime/plan.ts";
import { durationText, fractionDigits } from "../catalog/literals.ts";
import { windowFields } from "../catalog/schema.ts";
import { typeName } from "../catalog/sql-type.ts";
import type { Span } from "../diagnostics/span.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { deriveProperties } from "../logical/properties.ts";
import { nodesOf } from "../logical/tree.ts";
import type * as ast from "../sql/ast.ts";
import { durationOf } from "./duration.ts";
import type { Environment } from "./environment.ts";
import type { From } from "./relation.ts";
import { findColumn, identText, makeScope, resolveColumn, type Scope } from "./scope.ts";

export type WindowKind = WindowSpec["kind"];

/** Durations by kind, in the order in which they are written; the last may be left out. */
const DURATIONS = {
  tumble: ["SIZE", "OFFSET"],
  hop: ["SLIDE", "SIZE", "OFFSET"],
  cumulate: ["STEP", "SIZE", "OFFSET"],
} as const satisfies Readonly<Record<WindowKind, readonly string[]>>;

type Duration = "SIZE" | "SLIDE" | "STEP" | "OFFSET";

const FORMS: Readonly<Record<WindowKind, string>> = {
  tumble: "time, size[, offset]",
  hop: "time, slide, size[, offset]",
  cumulate: "time, step, largest size[, offset]",
};

/** Durations by name, as written. */
type Durations = ReadonlyMap<string, ast.Expr>;

export function windowKind(name: string): WindowKind | null {
  const kind = name.toLowerCase();
  return kind === "tumble" || kind === "hop" || kind === "cumulate" ? kind : null;
}

export function isWindowCall(expr: ast.Expr): expr is ast.Call {
  return expr.kind === "Call" && windowKind(expr.name.name) !== null;
}

// ── In FROM ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** The arguments of a window function in FROM by name: DATA, TIMECOL and the durations; null after reporting. */
export function arrangeArguments(
  { args, span }: ast.WindowTable,
  kind: WindowKind,
  env: Environment,
): ReadonlyMap<string, ast.WindowArg> | null {
  if (args.some(({ value }) => value.kind === "Bad")) return null;
  const params: readonly string[] = ["DATA", "TIMECOL", ...DURATIONS[kind]];
  const report = (why: string, at: Span) => reportForm(kind, why, at, env);
  const arranged = new Map<string, ast.WindowArg>();
  const named = args.filter((arg) => arg.name !== null);
  if (named.length > 0 && named.length < args.length) return report("some arguments are named and some are not", span);
  if (named.length === 0 && args.length > params.length) return report(`${args.length} arguments are given`, span);
  for (const [i, arg] of args.entries()) {
    const param = arg.name === null ? params[i]! : arg.name.name.toUpperCase();
    if (!params.includes(param)) {
      const near = suggest(param, params).map((p) => `, perhaps ${p}`)[0] ?? "";
      return report(`no argument is called \`${param}\`${near}`, arg.name!.span);
    }
    if (arranged.has(param)) return report(`\`${param}\` is given twice`, arg.span);
    arranged.set(param, arg);
  }
  const missing = params.slice(0, -1).find((param) => !arranged.has(param));
  if (missing === undefined) return arranged;
  return report(named.length > 0 ? `\`${missing}\` is missing` : `${args.length} arguments are given`, span);
}

/** The arguments of a window function in FROM are not what it takes. */
export function reportForm(kind: WindowKind, why: string, span: Span, env: Environment): null {
  env.bag.error("MR2023", span, { name: kind.toUpperCase(), why, expected: `(relation, ${FORMS[kind]})` });
  return null;
}

/** The rows of `from` in their windows, with the window's columns behind their own. */
export function bindWindowTable(
  item: ast.WindowTable,
  kind: WindowKind,
  args: ReadonlyMap<string, ast.WindowArg>,
  from: From,
  env: Environment,
): From | null {
  const durations = new Map<string, ast.Expr>();
  for (const name of DURATIONS[kind]) {
    const value = args.get(name)?.value;
    if (value === undefined) continue;
    if (value.kind === "TableName" || value.kind === "Derived") {
      env.bag.error("MR3007", value.span, { what: described(kind, name), why: "this is a relation" });
      return null;
    }
    durations.set(name, value);
  }
  const column = args.get("TIMECOL")!.value;
  const time =
    column.kind === "TableName" || column.kind === "Derived" ? notATime(column.span, env) : findTime(column, from, env);
  const spec = windowSpec(kind, durations, env);
  if (time === null || spec === null) return null;
  return windowed(from, spec, time, item.name.name.toUpperCase(), item.span, env);
}

function notATime(span: Span, env: Environment): null {
  env.bag.error("MR3004", span, { what: "a relation is not", why: "expected the name of a column" });
  return null;
}

// ── In GROUP BY ───────────────────────────────────────────────────────────────────────────────────────────────────

/** The rows of `from` in the windows that GROUP BY names, and where the window's columns are. */
export function bindGroupWindow(call: ast.Call, kind: WindowKind, from: From, env: Environment): From | null {
  const args = groupArguments(call, kind, env);
  if (args === null) return null;
  const time = args.time === null ? implicitTime(call.span, from, env) : findTime(args.time, from, env);
  const spec = windowSpec(kind, args.durations, env);
  if (time === null || spec === null) return null;
  return windowed(from, spec, time, call.name.name.toUpperCase(), call.span, env);
}

/** The window that TUMBLE_START(…) and its like repeat; `time` is null where it is not written. */
export function bindGroupWindowArguments(
  call: ast.Call,
  kind: WindowKind,
  scope: Scope,
  env: Environment,
): { readonly spec: WindowSpec; readonly time: number | null } | null {
  const args = groupArguments(call, kind, env);
  if (args === null) return null;
  const spec = windowSpec(kind, args.durations, env);
  if (spec === null) return null;
  if (args.time === null) return { spec, time: null };
  const column = args.time.kind === "Name" ? resolveColumn(args.time, scope, env) : null;
  return column === null ? null : { spec, time: column.ordinal };
}

export function sameWindow(a: WindowSpec, b: WindowSpec): boolean {
  if (a.sizeUs !== b.sizeUs || a.offsetUs !== b.offsetUs) return false;
  if (a.kind === "hop") return b.kind === "hop" && a.slideUs === b.slideUs;
  if (a.kind === "cumulate") return b.kind === "cumulate" && a.stepUs === b.stepUs;
  return b.kind === "tumble";
}

/** `(time, durations…)`, or the durations alone. */
function groupArguments(
  { name, args, star, filter, span }: ast.Call,
  kind: WindowKind,
  env: Environment,
): { time: ast.Expr | null; durations: Durations } | null {
  if (args.some((arg) => arg.kind === "Bad")) return null;
  const [first] = args;
  const isShort = first !== undefined && isDuration(first);
  const written = isShort ? args : args.slice(1);
  const names = DURATIONS[kind];
  if (star || filter !== null || written.length < names.length - 1 || written.length > names.length) {
    env.bag.error("MR2023", span, {
      name: name.name.toUpperCase(),
      why: `${args.length} ${args.length === 1 ? "argument is" : "arguments are"} given`,
      expected: `(${FORMS[kind]})`,
    });
    return null;
  }
  return { time: isShort ? null : first!, durations: new Map(written.map((arg, i) => [names[i]!, arg])) };
}

function isDuration(expr: ast.Expr): boolean {
  return expr.kind === "Interval" || (expr.kind === "Unary" && isDuration(expr.arg));
}

function implicitTime(span: Span, from: From, env: Environment): number | null {
  const { eventTime } = deriveProperties(from.plan);
  if (eventTime === null) reportNoEventTime(span, null, from, env);
  return eventTime?.columns[0] ?? null;
}

// ── Both ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function windowed(
  from: From,
  window: WindowSpec,
  time: number,
  name: string,
  span: Span,
  env: Environment,
): From | null {
  const { plan, scope } = from;
  const open = [...nodesOf(plan)].find((node) => node.kind === "Window");
  if (deriveProperties(plan).window?.isOpen && open !== undefined) {
    env.bag.error("MR4007", open.span, { window: "a column of its own before the next window" });
    return null;
  }
  const { type } = plan.schema[time]!;
  const fields = windowFields(Math.max(type.kind === "TIMESTAMP" ? type.precision : 0, boundDigits(window)));
  const schema = [...plan.schema, ...fields];
  const node: Window = { kind: "Window", input: plan, window, time, schema, span };
  const columns = fields.map((field, i) => ({ name: field.name, ordinal: plan.schema.length + i, isBroken: false }));
  const groups = [...scope.groups, { origin: name, declaredAt: null, columns }];
  return { ...from, plan: node, scope: { ...makeScope(scope.qualifier, groups, schema), isWhole: scope.isWhole } };
}

/** Digits of a second that the edges of the windows need. */
function boundDigits(window: WindowSpec): number {
  const steps = [window.sizeUs, window.offsetUs];
  if (window.kind === "hop") steps.push(window.slideUs);
  if (window.kind === "cumulate") steps.push(window.stepUs);
  return Math.max(...steps.map(fractionDigits));
}

/** The window, its durations checked and its offset brought into its period; null after reporting. */
function windowSpec(kind: WindowKind, durations: Durations, env: Environment): WindowSpec | null {
  const us = new Map<string, bigint>();
  for (const [name, expr] of durations) {
    const value = durationOf(expr, described(kind, name), env);
    if (value !== null) us.set(name, value);
    if (value !== null && name !== "OFFSET" && value <= 0n) {
      reportDuration(kind, name as Duration, `expected more than zero, found ${durationText(value)}`, expr.span, env);
      us.delete(name);
    }
  }
  if (us.size < durations.size) return null;
  const sizeUs = us.get("SIZE")!;
  const offset = us.get("OFFSET") ?? 0n;
  const found = (name: Duration) => durationText(us.get(name)!);
  switch (kind) {
    case "tumble":
      return { kind, sizeUs, offsetUs: floorMod(offset, sizeUs) };
    case "hop": {
      const slideUs = us.get("SLIDE")!;
      if (slideUs > sizeUs) {
        const why = `${found("SLIDE")} is longer than the size ${found("SIZE")}: rows would belong nowhere; the slide comes first`;
        reportDuration(kind, "SLIDE", why, durations.get("SLIDE")!.span, env);
        return null;
      }
      return { kind, slideUs, sizeUs, offsetUs: floorMod(offset, slideUs) };
    }
    case "cumulate": {
      const stepUs = us.get("STEP")!;
      if (stepUs > sizeUs || sizeUs % stepUs !== 0n) {
        const why = `the largest size ${found("SIZE")} is no multiple of the step ${found("STEP")}`;
        reportDuration(kind, "STEP", why, durations.get("STEP")!.span, env);
        return null;
      }
      return { kind, stepUs, sizeUs, offsetUs: floorMod(offset, sizeUs) };
    }
  }
}

function reportDuration(kind: WindowKind, part: Duration, why: string, span: Span, env: Environment): void {
  env.bag.error("MR3005", span, { window: kind.toUpperCase(), part: part.toLowerCase(), why });
}

function described(kind: WindowKind, duration: string): string {
  return `the ${duration.toLowerCase()} of ${kind.toUpperCase()}`;
}

function floorMod(value: bigint, divisor: bigint): bigint {
  return ((value % divisor) + divisor) % divisor;
}

/** The ordinal of the column that windows go by; null after reporting why it cannot be. */
function findTime(expr: ast.Expr, from: From, env: Environment): number | null {
  if (expr.kind === "Bad") return null;
  if (expr.kind !== "Name") {
    env.bag.error("MR3004", expr.span, { what: "an expression is not", why: "expected the name of a column" });
    return null;
  }
  const column = resolveColumn(expr, from.scope, env);
  if (column === null || column.isBroken) return null;
  const { eventTime } = deriveProperties(from.plan);
  if (eventTime?.columns.includes(column.ordinal)) return column.ordinal;
  reportNoEventTime(expr.span, column.name, from, env);
  return null;
}

/** Says why `name` (null: no column) does not carry the watermark: the source has none, another column does, or it was lost on the way. */
function reportNoEventTime(span: Span, name: string | null, from: From, env: Environment): void {
  const { eventTime, window } = deriveProperties(from.plan);
  const scan = sourceOf(from.plan);
  if (scan.watermark === null) {
    reportNoWatermark(span, name, scan, from, env);
    return;
  }
  const column = name === null ? null : findColumn({ name, quoted: true, span }, from.scope);
  const type = column === null ? null : from.plan.schema[column.ordinal]!.type;
  const times = namesOf(eventTime?.columns ?? [], from.scope);
  const isBound = column !== null && [...(window?.start ?? []), ...(window?.end ?? [])].includes(column.ordinal);
  const why = isBound
    ? "the results of a window are timed by its `window_time`"
    : type !== null && type.kind !== "TIMESTAMP"
      ? `it is ${typeName(type)}`
      : times.length > 0
        ? `the watermark goes by ${times.map((t) => `\`${t}\``).join(" and ")}`
        : window !== null
          ? "the results of a window are timed by `window_time`, which is not handed on"
          : `the event time of \`${scan.source}\` is \`${scan.schema[scan.watermark.column]!.name}\`, which is not handed on`;
  const what = name === null ? "no column in sight is" : `\`${name}\` is not`;
  const details = env.bag.error("MR3004", span, { what, why });
  for (const time of times) details.try(identText(time));
}

function reportNoWatermark(span: Span, name: string | null, scan: Scan, from: From, env: Environment): void {
  const declared = env.catalog.find({ name: scan.source, quoted: true, span });
  if (declared?.kind !== "source" || !declared.isWhole) return;
  const details = env.bag.error("MR3003", span, { relation: scan.source });
  details.note(`\`${scan.source}\` is declared without a watermark`, declared.span);
  const field = from.plan === scan ? scan.schema.find((f) => f.name === name) : undefined;
  if (name === null || field?.type.kind !== "TIMESTAMP") return;
  const { file, start } = declared.columnsEnd;
  const watermark = `WATERMARK FOR ${identText(name)} AS ${identText(name)} - INTERVAL '5' SECOND`;
  details.try(watermark, [{ span: { file, start, end: start }, text: `, ${watermark}` }]);
}

/** The source at the bottom of a plan. */
function sourceOf(plan: LogicalPlan): Scan {
  return plan.kind === "Scan" ? plan : sourceOf(plan.input);
}

function namesOf(ordinals: readonly number[], scope: Scope): string[] {
  const columns = scope.groups.flatMap((group) => group.columns);
  return columns.filter((column) => ordinals.includes(column.ordinal)).map((column) => column.name);
}
