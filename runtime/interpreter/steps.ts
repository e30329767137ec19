/** What stands between stateful operators: row in, row out. */
import type { Filter, Project, Value } from "../plan.ts";
import { assertNever } from "./assert-never.ts";
import { compile, type Evaluate, type Row } from "./expressions.ts";
import { Failure } from "./fault.ts";
import type { RowNode } from "./stages.ts";

/** The row that comes out, null if a predicate was not TRUE, or the first failure. */
export type Steps = (row: Row) => Row | null | Failure;

/** `nodes` from the input upwards. */
export function compileSteps(nodes: readonly RowNode[]): Steps {
  const steps = nodes.map(compileStep);
  return (row) => {
    let current = row;
    for (const step of steps) {
      const next = step(current);
      if (next === null || next instanceof Failure) return next;
      current = next;
    }
    return current;
  };
}

function compileStep(node: RowNode): Steps {
  switch (node.kind) {
    case "Filter":
      return filter(node);
    case "Project":
      return project(node);
    case "Output":
      return allValues;
    default:
      return assertNever(node, "node of a plan");
  }
}

/** The values of several expressions in order, or the first failure. */
export function evaluateAll(expressions: readonly Evaluate[], row: Row): Value[] | Failure {
  const values: Value[] = [];
  for (const evaluate of expressions) {
    const value = evaluate(row);
    if (value instanceof Failure) return value;
    values.push(value);
  }
  return values;
}

function filter(node: Filter): Steps {
  const predicate = compile(node.predicate);
  return (row) => {
    const passes = predicate(row);
    if (passes instanceof Failure) return passes;
    return passes === true ? row : null;
  };
}

function allValues(row: Row): Row | Failure {
  return row.find((cell) => cell instanceof Failure) ?? row;
}

function project(node: Project): Steps {
  const expressions = node.exprs.map(compile);
  return (row) => evaluateAll(expressions, row);
}
