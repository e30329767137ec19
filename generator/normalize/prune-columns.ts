/** Keeps only the columns that somebody above reads, down to the scans: decoders then read nothing else. */
import type { Aggregate, Expr, LogicalPlan, Output, Project, Scan, Window } from "../../runtime/plan.ts";
import { exprsOf, mapExpr, visitExpr } from "../logical/tree.ts";

export function pruneColumns(plan: Output): Output {
  const all = plan.schema.map((_, i) => i);
  return { ...plan, input: prune(plan.input, new Set(all)).plan };
}

/** The node with (at least) the required columns; `moved` says where each old ordinal that is left now stands. */
interface Pruned {
  readonly plan: LogicalPlan;
  readonly moved: ReadonlyMap<number, number>;
}

function prune(plan: LogicalPlan, required: ReadonlySet<number>): Pruned {
  switch (plan.kind) {
    case "Scan":
      return pruneScan(plan, required);
    case "Filter": {
      const { plan: input, moved } = prune(plan.input, union(required, columnsOf([plan.predicate])));
      return { plan: { ...plan, input, schema: input.schema, predicate: move(plan.predicate, moved) }, moved };
    }
    case "Project":
      return pruneProject(plan, required);
    case "Window":
      return pruneWindow(plan, required);
    case "Aggregate":
      return pruneAggregate(plan, required);
    case "Output":
      throw new Error("an Output is the root of a plan");
  }
}

/** The event time stays even if nothing reads it: it moves the watermark. */
function pruneScan(plan: Scan, required: ReadonlySet<number>): Pruned {
  const kept = plan.columns.map((_, i) => i).filter((i) => required.has(i) || i === plan.watermark?.column);
  const moved = positions(kept);
  const watermark = plan.watermark === null ? null : { ...plan.watermark, column: moved.get(plan.watermark.column)! };
  const pruned = {
    ...plan,
    columns: kept.map((i) => plan.columns[i]!),
    schema: kept.map((i) => plan.schema[i]!),
    watermark,
  };
  return { plan: pruned, moved };
}

function pruneProject(plan: Project, required: ReadonlySet<number>): Pruned {
  const kept = plan.exprs.map((_, i) => i).filter((i) => required.has(i));
  const exprs = kept.map((i) => plan.exprs[i]!);
  const { plan: input, moved } = prune(plan.input, columnsOf(exprs));
  return {
    plan: { ...plan, input, exprs: exprs.map((expr) => move(expr, moved)), schema: kept.map((i) => plan.schema[i]!) },
    moved: positions(kept),
  };
}

/** The window's own three columns cost nothing and stay. */
function pruneWindow(plan: Window, required: ReadonlySet<number>): Pruned {
  const width = plan.input.schema.length;
  const below = new Set([...required].filter((i) => i < width));
  const { plan: input, moved } = prune(plan.input, union(below, new Set([plan.time])));
  const shift = input.schema.length - width;
  const own = plan.schema.slice(width);
  return {
    plan: { ...plan, input, time: moved.get(plan.time)!, schema: [...input.schema, ...own] },
    moved: new Map([...moved, ...own.map((_, i) => [width + i, width + i + shift] as const)]),
  };
}

/** Keys make the groups and stay; an aggregate that nobody reads goes, and with it what it could have failed at. */
function pruneAggregate(plan: Aggregate, required: ReadonlySet<number>): Pruned {
  const keyCount = plan.keys.length;
  const kept = plan.aggregates.map((_, i) => i).filter((i) => required.has(keyCount + i));
  const slim = { ...plan, aggregates: kept.map((i) => plan.aggregates[i]!) };
  const { plan: input, moved } = prune(plan.input, columnsOf(exprsOf(slim)));
  const ordinals = [...plan.keys.map((_, i) => i), ...kept.map((i) => keyCount + i)];
  return {
    plan: {
      ...slim,
      input,
      keys: plan.keys.map((key) => move(key, moved)),
      aggregates: slim.aggregates.map((a) => ({
        ...a,
        arg: a.arg === null ? null : move(a.arg, moved),
        filter: a.filter === null ? null : move(a.filter, moved),
      })),
      schema: ordinals.map((i) => plan.schema[i]!),
    },
    moved: positions(ordinals),
  };
}

function positions(kept: readonly number[]): ReadonlyMap<number, number> {
  return new Map(kept.map((old, i) => [old, i]));
}

function columnsOf(exprs: readonly Expr[]): ReadonlySet<number> {
  const columns = new Set<number>();
  for (const expr of exprs) {
    visitExpr(expr, (part) => {
      if (part.kind === "Column") columns.add(part.ordinal);
    });
  }
  return columns;
}

function union(a: ReadonlySet<number>, b: ReadonlySet<number>): ReadonlySet<number> {
  return new Set([...a, ...b]);
}

function move(expr: Expr, moved: ReadonlyMap<number, number>): Expr {
  return mapExpr(expr, (part) => (part.kind === "Column" ? { ...part, ordinal: moved.get(part.ordinal)! } : part));
}
