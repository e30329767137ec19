/** What FROM can read: a plan and the names of its columns. */
import type { Expr, LogicalPlan } from "../../runtime/plan.ts";
import type { Span } from "../diagnostics/span.ts";
import type { Scope } from "./scope.ts";

export interface BoundRelation {
  readonly plan: LogicalPlan;
  readonly columns: readonly VisibleColumn[];
  /** What was written for the nearest window aggregate below; null if it stands at its defaults or there is none. */
  readonly timing: Timing | null;
  /** False: some of its columns are unknown after a mistake, and readers stay quiet about those they miss. */
  readonly isWhole: boolean;
  /** Queries within queries down to the source. */
  readonly depth: number;
}

/** A column that can be named; a plan may have more that cannot. */
export interface VisibleColumn {
  readonly name: string;
  readonly ordinal: number;
  /** Its expression or type was reported: whatever uses it stays quiet. */
  readonly isBroken: boolean;
}

/** The clauses that settled when a window aggregate emits. */
export interface Timing {
  readonly emit: Span | null;
  readonly lateness: Span | null;
}

/** One column of a select list; `expr` is null where it was reported. */
export interface Item {
  readonly name: string;
  readonly expr: Expr | null;
  readonly span: Span;
}

/** What FROM makes visible to the other clauses. */
export interface From {
  readonly plan: LogicalPlan;
  readonly scope: Scope;
  readonly timing: Timing | null;
  readonly depth: number;
}
