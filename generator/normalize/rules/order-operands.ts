import type { Call, Expr } from "../../../runtime/plan.ts";
import { overloadOf } from "../../catalog/functions.ts";
import { AND, chain, OR, termsOf } from "../../logical/expr.ts";
import { type Fails, failsIn } from "../../logical/failure.ts";
import { exprKey, mapExpr, mapExprs } from "../../logical/tree.ts";
import type { NormalizationRule } from "../normalize.ts";

/**
 * One order for what has none: operands of commutative operators, literals on the right of comparisons, and the
 * operands of AND and OR between those that can fail, without repetitions. Nothing is reassociated but AND and OR.
 *    5 < price   =>   price > 5            q AND p AND q   =>   p AND q
 */
export const orderOperands: NormalizationRule = {
  name: "order_operands",
  rewrite(plan) {
    const fails = failsIn(plan);
    return mapExprs(plan, (expr) => mapExpr(expr, (part) => order(part, fails)));
  },
};

const COMMUTATIVE: ReadonlySet<string> = new Set(["add", "multiply", "eq", "ne", "is_distinct_from"]);
const MIRRORED: Readonly<Record<string, string>> = { lt: "gt", gt: "lt", le: "ge", ge: "le" };

function order(expr: Expr, fails: Fails): Expr {
  if (expr.kind !== "Call") return expr;
  const { name } = overloadOf(expr.overload);
  if (expr.overload === AND || expr.overload === OR) return orderLogic(expr, fails);
  const [left, right] = expr.args as [Expr, Expr];
  if (COMMUTATIVE.has(name)) return comesBefore(right, left, fails) ? { ...expr, args: [right, left] } : expr;
  const mirrored = MIRRORED[name];
  if (mirrored === undefined || !comesBefore(right, left, fails)) return expr;
  return { ...expr, overload: expr.overload.replace(name, mirrored), args: [right, left] };
}

/** Literals last, then by key. Two operands that can fail keep their order: the first to fail names the error. */
function comesBefore(a: Expr, b: Expr, fails: Fails): boolean {
  if (fails(a) && fails(b)) return false;
  const isLiteral = (e: Expr) => e.kind === "Literal";
  if (isLiteral(a) !== isLiteral(b)) return isLiteral(b);
  return exprKey(a) < exprKey(b);
}

/** What can fail keeps its place, and what stands before it stays before it: its error shows unless those decide. */
function orderLogic(expr: Call, fails: Fails): Expr {
  const operands = termsOf(expr.overload, expr);
  const ordered: Expr[] = [];
  let run = new Map<string, Expr>();
  for (const operand of operands) {
    if (!fails(operand)) {
      run.set(exprKey(operand), operand);
      continue;
    }
    ordered.push(...inOrder(run), operand);
    run = new Map();
  }
  ordered.push(...inOrder(run));
  const result = chain(expr.overload, ordered, expr.span);
  return exprKey(result) === exprKey(expr) ? expr : result;
}

function inOrder(byKey: ReadonlyMap<string, Expr>): Expr[] {
  return [...byKey.keys()].sort().map((key) => byKey.get(key)!);
}
