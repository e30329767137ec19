/**
 * Runs a spec of the R1c profile through the model: expressions by `evaluate.ts`, time by `model.ts`. The selects of a
 * chain are composed, never materialised: a column of a subquery stands for its expression, evaluated where it is used.
 */
import type { SpecEvent } from "../fuzz/events.ts";
import { aggregateOf } from "../fuzz/function-table.ts";
import { chainOf, emitAt, type QuerySpec, type Select, sourceOf, typeOf, type Value } from "../fuzz/query-spec.ts";
import { canonical, canonicalRow } from "../oracle/canonical.ts";
import { type Argument, aggregate } from "./aggregates.ts";
import { coerce, evaluate, isTrue, RowError, type Scope } from "./evaluate.ts";
import {
  type Admission,
  aggregateWindows,
  type Bounds,
  changesOf,
  type Item,
  type Line,
  type Op,
  readSource,
  rowsOf,
  type Shown,
  type Verdict,
  type WindowResult,
} from "./model.ts";

export interface ModelRun {
  /** In the order in which rows leave; `values` in the order of the query's columns. */
  readonly output: readonly { readonly after: number; readonly op: Op; readonly values: readonly Value[] }[];
  /** One per row that the query's source read, in order. */
  readonly verdicts: readonly Verdict[];
  readonly outputErrors: readonly { readonly after: number; readonly code: string }[];
  /** Windows with rows that nothing has closed. */
  readonly open: number;
}

/** Lines are numbered from 1 over all events, as in the input file; `verdicts` know only the source that is read. */
export function runModel(spec: QuerySpec, events: readonly SpecEvent[]): ModelRun {
  const source = sourceOf(spec);
  const { items, malformed } = readSource(linesOf(spec, events), source.watermark?.delayUs ?? 0n);
  const chain = chainOf(spec);
  const run = chain.some(({ group }) => group !== null) ? runWindows(chain, items) : runPlain(chain, items);
  const rejected = malformed.map(({ after, code }): Verdict => ({ after, bucket: "malformed", code }));
  return { ...run, verdicts: [...run.verdicts, ...rejected].sort((a, b) => a.after - b.after) };
}

function linesOf(spec: QuerySpec, events: readonly SpecEvent[]): Line<Scope>[] {
  const source = sourceOf(spec);
  const names = source.columns.map(({ name }) => name);
  const time = names.indexOf(source.watermark?.column ?? "");
  return events.flatMap((event, i): Line<Scope>[] => {
    const after = i + 1;
    if (event.kind === "end") return [{ kind: "end", after }];
    if (event.source !== null && event.source !== source.name) return [];
    if (event.kind === "watermark") return [{ kind: "watermark", after, us: event.us }];
    const row: Scope = { column: (name) => event.values[names.indexOf(name)]! };
    return [{ kind: "row", after, ts: time < 0 ? 0n : (event.values[time] as bigint | null), row }];
  });
}

/** Stateless: each row that passes leaves at once. */
function runPlain(chain: readonly Select[], items: readonly Item<Scope>[]): ModelRun {
  const output: { after: number; op: Op; values: readonly Value[] }[] = [];
  const verdicts = items.flatMap((item): Verdict[] => {
    if (item.kind === "watermark") return [];
    const { after } = item;
    const shown = attempt(() => finish(chain, item.row));
    if (shown.kind === "failed") return [{ after, bucket: "malformed", code: shown.code }];
    if (shown.kind === "hidden") return [{ after, bucket: "filtered" }];
    output.push({ after, op: "+", values: shown.row });
    return [{ after, bucket: "contributed", windowsMissed: 0 }];
  });
  return { output, verdicts, outputErrors: [], open: 0 };
}

/** Window aggregates from the source up. The rows of the first are the query's; what fails later is an output error. */
function runWindows(chain: readonly Select[], source: readonly Item<Scope>[]): ModelRun {
  const [top, inner] = chain.flatMap(({ group }, at) => (group === null ? [] : [at])) as [number, number?];
  const types = chain[0]!.projections.map(({ expr }) => typeOf(expr));
  const same = (a: readonly Value[], b: readonly Value[]) => canonicalRow(a, types) === canonicalRow(b, types);
  const showTop = (columns: Scope) => finish(chain.slice(0, top), columns, chain[0]!);
  if (inner === undefined) {
    const only = runWindow(chain, top, chain.length, source, showTop, same);
    return { output: outputOf(only), verdicts: only.verdicts, outputErrors: only.outputErrors, open: only.open };
  }
  const first = runWindow<Scope>(
    chain,
    inner,
    chain.length,
    source,
    (row) => ({ kind: "row", row }),
    () => false,
  );
  const second = runWindow(chain, top, inner, rowsOf(first), showTop, same);
  const failed = second.verdicts.flatMap((verdict) => (verdict.bucket === "malformed" ? [verdict] : []));
  return {
    output: outputOf(second),
    verdicts: first.verdicts,
    outputErrors: [...first.outputErrors, ...failed, ...second.outputErrors],
    open: first.open + second.open,
  };
}

function outputOf(result: WindowResult<readonly Value[]>): ModelRun["output"] {
  return changesOf(result).map(({ after, op, row }) => ({ after, op, values: row }));
}

/** A row with everything evaluated that decides where it counts and what it adds. */
interface Evaluated {
  readonly admission: Admission;
  readonly keys: readonly Value[];
  readonly args: readonly Omit<Argument, "ts">[];
}

/** The aggregate at `at`, whose input is what the selects `at + 1 … below − 1` make of `items`. */
function runWindow<O>(
  chain: readonly Select[],
  at: number,
  below: number,
  items: readonly Item<Scope>[],
  show: (columns: Scope) => Shown<O>,
  same: (a: O, b: O) => boolean,
): WindowResult<O> {
  const select = chain[at]!;
  const group = select.group!;
  const evaluated = items.map((item): Item<Evaluated> => {
    return item.kind === "watermark"
      ? item
      : { ...item, row: evaluateRow(select, chain.slice(at + 1, below), item.row) };
  });
  const query = {
    window: group.window.spec,
    ...emitAt(chain, at),
    admit: ({ admission }: Evaluated) => admission,
    show: (rows: readonly { ts: bigint; row: Evaluated }[], bounds: Bounds) =>
      attempt((): Shown<O> => {
        const scope: Scope = {
          column: (name) => {
            throw new Error(`column ${name} is neither a key nor an aggregate`);
          },
          key: (index) => rows[0]!.row.keys[index]!,
          aggregate: (index) => {
            const args = rows.map(({ ts, row }) => ({ ts, ...row.args[index]! }));
            return aggregate(group.aggregates[index]!, group.window.spec, args);
          },
          window: (column) =>
            ({ window_start: bounds.start, window_end: bounds.end, window_time: bounds.end - 1n })[column],
        };
        if (group.having !== null && !isTrue(evaluate(group.having, scope))) return { kind: "hidden" };
        return show(columnsOf(select, scope));
      }),
    same,
  };
  return aggregateWindows(query, evaluated);
}

function evaluateRow(select: Select, below: readonly Select[], row: Scope): Evaluated {
  const group = select.group!;
  const nothing = { keys: [], args: [] };
  try {
    const scope = passThrough(below, row);
    if (scope === null || (select.where !== null && !isTrue(evaluate(select.where, scope)))) {
      return { admission: { kind: "filtered" }, ...nothing };
    }
    const keys = group.keys.map(({ expr }) => evaluate(expr, scope));
    const args = group.aggregates.map(({ overload, arg, filter }) => {
      const included = filter === null || isTrue(evaluate(filter, scope));
      const { param } = aggregateOf(overload);
      const value = arg === null || !included ? null : coerce(evaluate(arg, scope), typeOf(arg).kind, param!);
      return { included, value };
    });
    const key = keys.map((value, i) => canonical(value, typeOf(group.keys[i]!.expr))).join("|");
    return { admission: { kind: "pass", group: key }, keys, args };
  } catch (error) {
    if (!(error instanceof RowError)) throw error;
    return { admission: { kind: "failed", code: error.sqlstate }, ...nothing };
  }
}

/** What the plain selects, listed from the last to the first to run, make of a row; its values as the last shows them. */
function finish(selects: readonly Select[], row: Scope, last = selects[0]!): Shown<readonly Value[]> {
  const columns = passThrough(selects, row);
  if (columns === null) return { kind: "hidden" };
  return { kind: "row", row: last.projections.map(({ name }) => columns.column(name)) };
}

/** The columns of the first select listed; null: a filter on the way is not TRUE. */
function passThrough(selects: readonly Select[], row: Scope): Scope | null {
  let scope = row;
  for (const select of [...selects].reverse()) {
    if (select.where !== null && !isTrue(evaluate(select.where, scope))) return null;
    scope = columnsOf(select, scope);
  }
  return scope;
}

function columnsOf(select: Select, scope: Scope): Scope {
  return {
    column: (name) => evaluate(select.projections.find((projection) => projection.name === name)!.expr, scope),
  };
}

function attempt<O>(make: () => Shown<O>): Shown<O> {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RowError)) throw error;
    return { kind: "failed", code: error.sqlstate };
  }
}
