/** The function table by name. Names are lower case; aliases lead to the same function. */
import { AGGREGATE_FUNCTIONS, type AggregateFunction, SCALAR_FUNCTIONS, type ScalarFunction } from "./functions.ts";

/** Functions that users call; operators are not among them. */
export const CALLABLE: ReadonlyMap<string, ScalarFunction> = new Map(
  SCALAR_FUNCTIONS.filter((f) => f.form === "function").flatMap((f) =>
    [f.name, ...f.aliases].map((name) => [name, f] as const),
  ),
);

export const AGGREGATES: ReadonlyMap<string, AggregateFunction> = new Map(AGGREGATE_FUNCTIONS.map((f) => [f.name, f]));

const FAMILIES: ReadonlyMap<string, ScalarFunction> = new Map(SCALAR_FUNCTIONS.map((f) => [f.name, f]));

/** The function or operator that the front end itself names; it is known to exist. */
export function family(name: string): ScalarFunction {
  const found = FAMILIES.get(name);
  if (found === undefined) throw new Error(`no function ${name} in the function table`);
  return found;
}
