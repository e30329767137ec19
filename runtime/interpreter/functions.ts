/** The interpreter's scalar functions by overload id: its own table, compared with the generator's by a test. */
import type { Value } from "../plan.ts";
import type { Evaluate } from "./expressions.ts";
import type { Fault } from "./fault.ts";
import { ARITHMETIC } from "./scalars/arithmetic.ts";
import { COMPARISON } from "./scalars/comparison.ts";
import { CONDITIONAL } from "./scalars/conditional.ts";
import { DATE_AND_TIME } from "./scalars/date-and-time.ts";
import { TEXT } from "./scalars/text.ts";

/**
 * `strict`: NULL if any argument is; `apply` never sees one. `called`: `apply` receives NULLs. `lazy`: the function
 * itself decides which of its arguments to evaluate.
 */
export type ScalarFunction =
  | { readonly nulls: "strict" | "called"; readonly apply: (...args: never[]) => Value | Fault }
  | { readonly nulls: "lazy"; readonly evaluate: (args: readonly Evaluate[]) => Evaluate };

export type ScalarTable = Readonly<Record<string, ScalarFunction>>;

export const SCALAR_FUNCTIONS: ScalarTable = {
  ...ARITHMETIC,
  ...COMPARISON,
  ...CONDITIONAL,
  ...TEXT,
  ...DATE_AND_TIME,
};

export function scalarFunction(overload: string): ScalarFunction {
  if (!Object.hasOwn(SCALAR_FUNCTIONS, overload)) throw new Error(`the interpreter does not know ${overload}`);
  return SCALAR_FUNCTIONS[overload]!;
}
