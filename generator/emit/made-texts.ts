/**
 * Texts that expressions make: they lie in `Scratch`, which each row begins anew, and are empty where memory has ended.
 * Whatever such a text may have decided is undone before it shows: the row is taken again once there is memory.
 */
import type { Expr } from "../../runtime/plan.ts";
import { overloadOf } from "../catalog/functions.ts";
import { visitExpr } from "../logical/tree.ts";

/** Functions whose result is no part of an argument. */
const MAKERS: ReadonlySet<string> = new Set(["concat", "concat_op", "concat_ws", "lower", "replace", "upper"]);

/** Whether evaluating the expression itself, its operands aside, makes a text. */
export function makesText(expr: Expr): boolean {
  if (expr.kind === "Cast") return expr.type.kind === "TEXT" && expr.arg.type.kind !== "TEXT";
  return expr.kind === "Call" && MAKERS.has(overloadOf(expr.overload).name);
}

/** Whether evaluating any of them does. */
export function makeTexts(exprs: readonly Expr[]): boolean {
  let found = false;
  for (const expr of exprs) {
    visitExpr(expr, (node) => {
      found ||= makesText(node);
    });
  }
  return found;
}

/** The statement that leaves the row if memory has ended while its texts were made. */
export function guardTexts(outOfMemory: string): string {
  return `if (Scratch.hasEnded()) ${outOfMemory}`;
}
