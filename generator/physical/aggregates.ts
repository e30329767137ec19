/** Aggregate calls -> accumulators: what each has to remember, shared where two remember the same. */
import type { Aggregate, AggregateCall, Expr, Field, Window } from "../../runtime/plan.ts";
import { aggregateOf } from "../catalog/functions.ts";
import { WINDOW_COLUMNS } from "../catalog/schema.ts";
import { BIGINT, DOUBLE } from "../catalog/sql-type.ts";
import { canFail } from "../logical/failure.ts";
import { exprKey } from "../logical/tree.ts";
import { operatorId, printOverSource } from "./operator-id.ts";
import type { Accumulator, AggregateColumn, AggregateResult, GroupKey, Scan, WindowAggregate } from "./plan.ts";
import { layoutGroup, layoutSlidingGroup } from "./state.ts";

/** The aggregate over `window`; `id` is its position among the plan's aggregates. */
export function planAggregate(
  node: Aggregate,
  window: Window,
  id: number,
  scan: Scan,
  queryName: string,
): WindowAggregate {
  const width = window.input.schema.length;
  const keys: GroupKey[] = [];
  const columns: AggregateColumn[] = node.keys.map((expr, i) => {
    const field = node.schema[i]!;
    const bound = expr.kind === "Column" ? WINDOW_COLUMNS[expr.ordinal - width] : undefined;
    if (bound !== undefined) return { ...field, from: bound };
    keys.push({ name: field.name, expr });
    return { ...field, from: "key", key: keys.length - 1 };
  });
  const print = (expr: Expr) => printOverSource(expr, window.input, scan.source);
  const accumulators = new Accumulators(print);
  const results = node.aggregates.map((call) => accumulators.resultOf(call));
  columns.push(
    ...results.map(
      (_, i): AggregateColumn => ({ ...(node.schema[node.keys.length + i] as Field), from: "result", result: i }),
    ),
  );
  const layout =
    window.window.kind === "tumble"
      ? layoutGroup(keys, accumulators.list)
      : layoutSlidingGroup(keys, accumulators.list);
  return {
    id,
    opId: operatorId(
      queryName,
      window,
      keys.map(({ expr }) => print(expr)),
      print,
    ),
    window: window.window,
    latenessUs: node.latenessUs,
    emit: node.emit,
    keys,
    accumulators: accumulators.list,
    results,
    columns,
    layout,
    span: window.span,
  };
}

class Accumulators {
  readonly list: Accumulator[] = [];
  readonly #byKey = new Map<string, number>();
  readonly #print: (expr: Expr) => string;

  constructor(print: (expr: Expr) => string) {
    this.#print = print;
  }

  resultOf(call: AggregateCall): AggregateResult {
    const { name } = aggregateOf(call.overload);
    const arg = call.arg;
    const common = { type: call.type, nullable: call.nullable, span: call.span };
    if (name === "count") return { ...common, kind: "count", value: this.#count(call), count: null };
    if (arg === null) throw new Error(`${call.overload} without an argument`);
    const isDouble = arg.type.kind === "DOUBLE";
    // Values are counted where there may be none, and where they are divided by.
    const count = call.nullable || name === "avg" ? this.#count(call) : null;
    switch (name) {
      case "sum":
      case "avg": {
        const value = this.#add(isDouble ? "sumDouble" : "sum", call);
        return { ...common, kind: isDouble ? (`${name}Double` as const) : name, value, count };
      }
      case "min":
      case "max":
        return { ...common, kind: name, value: this.#add(name, call), count };
      default:
        throw new Error(`nothing plans ${call.overload}`);
    }
  }

  /** Counting an argument that is never NULL and cannot fail is counting rows. */
  #count(call: AggregateCall): number {
    const arg = call.arg !== null && (call.arg.nullable || canFail(call.arg)) ? call.arg : null;
    return this.#add("count", { ...call, arg });
  }

  #add(kind: Accumulator["kind"], { arg, filter, span }: AggregateCall): number {
    const key = [kind, arg === null ? "" : exprKey(arg), filter === null ? "" : exprKey(filter)].join("|");
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const type = kind === "count" || kind === "sum" ? BIGINT : kind === "sumDouble" ? DOUBLE : arg!.type;
    const what = kind === "sumDouble" ? "sum" : kind;
    const name = `${what}(${arg === null ? "*" : this.#print(arg)})${filter === null ? "" : ` where ${this.#print(filter)}`}`;
    this.#byKey.set(key, this.list.length);
    this.list.push({ kind, arg, filter, type, name, span });
    return this.list.length - 1;
  }
}
