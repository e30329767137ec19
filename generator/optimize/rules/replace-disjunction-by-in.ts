import type { Call, Expr, Literal } from "../../../runtime/plan.ts";
import { overloadOf } from "../../catalog/functions.ts";
import { call, chain, OR, termsOf } from "../../logical/expr.ts";
import { type Fails, failsIn } from "../../logical/failure.ts";
import { exprKey, mapExprs, mapOperands } from "../../logical/tree.ts";
import type { OptimizerRule } from "../optimizer.ts";

/**
 * Looks one value up in a list in place of comparing it three times or more.
 *    x = 1 OR x = 2 OR x = 3 OR p   =>   x IN (1, 2, 3) OR p
 */
export const replaceDisjunctionByIn: OptimizerRule = {
  name: "replace_disjunction_by_in",
  rewrite(plan) {
    const fails = failsIn(plan);
    return mapExprs(plan, (expr) => replace(expr, fails));
  },
};

/** Top-down, so that a chain is seen as a whole. */
function replace(expr: Expr, fails: Fails): Expr {
  const within = (operand: Expr) => replace(operand, fails);
  if (expr.kind !== "Call" || expr.overload !== OR) return mapOperands(expr, within);
  const tests = termsOf(OR, expr);
  const terms = runsOf(tests, fails).flatMap((run) => (run.length < 3 ? run.map(within) : [membership(run)]));
  const isSame = terms.length === tests.length && terms.every((term, i) => term === tests[i]);
  return isSame ? expr : chain(OR, terms, expr.span);
}

/** Neighbours that compare one subject, which cannot fail, with literals stand together; all else stands alone. */
function runsOf(tests: readonly Expr[], fails: Fails): Expr[][] {
  const runs: Expr[][] = [];
  let subject: string | null = null;
  for (const test of tests) {
    const next = isEquality(test) && !fails(test.args[0]!) ? exprKey(test.args[0]!) : null;
    if (next !== null && next === subject) runs.at(-1)!.push(test);
    else runs.push([test]);
    subject = next;
  }
  return runs;
}

function membership(equalities: readonly Expr[]): Expr {
  const pairs = equalities.map((test) => (test as Call).args as [Expr, Literal]);
  const [subject] = pairs[0]!;
  const { kind } = subject.type;
  return call(`in(${kind},${kind}…)`, [subject, ...pairs.map(([, value]) => value)], equalities[0]!.span);
}

function isEquality(expr: Expr): expr is Call {
  return expr.kind === "Call" && overloadOf(expr.overload).name === "eq" && expr.args[1]!.kind === "Literal";
}
