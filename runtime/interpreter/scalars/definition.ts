import type { Value } from "../../plan.ts";
import type { Fault } from "../fault.ts";
import type { ScalarFunction, ScalarTable } from "../functions.ts";
import { COMPARABLE_TYPES } from "./types.ts";

/** A function that is NULL when any argument is. */
export function strict(apply: (...args: never[]) => Value | Fault): ScalarFunction {
  return { nulls: "strict", apply };
}

/** A function that is called with its NULL arguments. */
export function called(apply: (...args: never[]) => Value | Fault): ScalarFunction {
  return { nulls: "called", apply };
}

/** One function for every type with an order: `id` makes the overload's id from the type. */
export function forComparable(id: (type: string) => string, definition: ScalarFunction): ScalarTable {
  return Object.fromEntries(COMPARABLE_TYPES.map((type) => [id(type), definition]));
}
