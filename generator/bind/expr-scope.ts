/** Where an expression stands: what it can name, and what may stand in it. */
import type { AggregateCall, ColumnRef, WindowSpec } from "../../runtime/plan.ts";
import type { Span } from "../diagnostics/span.ts";
import { exprKey } from "../logical/tree.ts";
import type { Environment } from "./environment.ts";
import type { Scope } from "./scope.ts";

export interface ExprScope {
  readonly env: Environment;
  readonly scope: Scope;
  /** Takes the aggregates found; a reason where none may stand. */
  readonly aggregates: AggregateList | { readonly where: string; readonly why: string };
  /** The window of GROUP BY, which TUMBLE_START and its like refer to. */
  readonly window: GroupWindow | null;
}

export interface GroupWindow {
  readonly spec: WindowSpec;
  /** Ordinal of the event time. */
  readonly time: number;
  /** What its own arguments can name: the columns below it. */
  readonly input: Scope;
  /** Ordinals of start, end and time. */
  readonly bounds: readonly [number, number, number];
}

/**
 * The aggregates of one SELECT, each once. While its expressions are bound, an aggregate stands in them as a column
 * behind those of the input.
 */
export class AggregateList {
  readonly calls: AggregateCall[] = [];
  readonly #ordinals = new Map<string, number>();
  readonly #inputWidth: number;

  constructor(inputWidth: number) {
    this.#inputWidth = inputWidth;
  }

  add(aggregate: AggregateCall, span: Span): ColumnRef {
    const { overload, arg, filter, type, nullable } = aggregate;
    const key = [overload, arg && exprKey(arg), filter && exprKey(filter)].join(" ");
    const known = this.#ordinals.get(key);
    const ordinal = known ?? this.#inputWidth + this.calls.length;
    if (known === undefined) {
      this.#ordinals.set(key, ordinal);
      this.calls.push(aggregate);
    }
    return { kind: "Column", ordinal, type, nullable, span };
  }
}

/** No aggregate may stand `where`. */
export function withoutAggregates(env: Environment, scope: Scope, where: string, why: string): ExprScope {
  return { env, scope, aggregates: { where, why }, window: null };
}
