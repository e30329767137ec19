/** Kleene logic and COALESCE, evaluated from left to right and no further than needed. */
import type { Value } from "../../plan.ts";
import type { Evaluate } from "../expressions.ts";
import { Failure } from "../fault.ts";
import type { ScalarTable } from "../functions.ts";
import { called, forComparable, strict } from "./definition.ts";

export const CONDITIONAL: ScalarTable = {
  "and(BOOLEAN,BOOLEAN)": { nulls: "lazy", evaluate: ([a, b]) => connective(a!, b!, false) },
  "or(BOOLEAN,BOOLEAN)": { nulls: "lazy", evaluate: ([a, b]) => connective(a!, b!, true) },
  "not(BOOLEAN)": strict((a: boolean) => !a),
  "is_true(BOOLEAN)": called((a: Value) => a === true),
  "is_false(BOOLEAN)": called((a: Value) => a === false),
  ...forComparable((t) => `coalesce(${t},${t}…)`, { nulls: "lazy", evaluate: coalesce }),
};

/** AND is decided by FALSE, OR by TRUE; undecided, a NULL operand makes the result NULL. */
function connective(left: Evaluate, right: Evaluate, decisive: boolean): Evaluate {
  return (row) => {
    const a = left(row);
    if (a === decisive || a instanceof Failure) return a;
    const b = right(row);
    if (b === decisive || b instanceof Failure) return b;
    return a === null || b === null ? null : !decisive;
  };
}

function coalesce(args: readonly Evaluate[]): Evaluate {
  return (row) => {
    for (const arg of args) {
      const value = arg(row);
      if (value !== null) return value;
    }
    return null;
  };
}
