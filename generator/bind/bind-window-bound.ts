/** TUMBLE_START and its like: columns of the window that GROUP BY names. */
import type { Expr } from "../../runtime/plan.ts";
import { column } from "../logical/expr.ts";
import type * as ast from "../sql/ast.ts";
import { bindGroupWindowArguments, sameWindow, windowKind } from "./bind-window.ts";
import type { ExprScope } from "./expr-scope.ts";

/** The ending of a name, and which of `window_start`, `window_end` and `window_time` it means. */
const BOUNDS: ReadonlyMap<string, 0 | 1 | 2> = new Map([
  ["start", 0],
  ["end", 1],
  ["rowtime", 2],
]);
const NAME = /^(tumble|hop|cumulate|session)(?:_(start|end|rowtime|proctime))?$/;

export function isWindowFunction(name: string): boolean {
  return NAME.test(name);
}

export function bindWindowBound(expr: ast.Call, name: string, s: ExprScope): Expr | null {
  const { bag } = s.env;
  const [, kind = "", ending] = NAME.exec(name) ?? [];
  const written = expr.name.name.toUpperCase();
  if (kind === "session") {
    bag.error("MR4013", expr.name.span, {});
    return null;
  }
  if (ending === "proctime") {
    bag.error("MR4004", expr.name.span, { name, why: "a result depends on the input alone, not on a clock" });
    return null;
  }
  if (ending === undefined) {
    const why = "a window function belongs in FROM or GROUP BY";
    bag.error("MR2024", expr.span, { name: written, problem: "cannot stand here", why });
    return null;
  }
  const { window } = s;
  if (window === null || window.spec.kind !== kind) {
    const why = `GROUP BY has no ${kind.toUpperCase()}(…)`;
    const details = bag.error("MR2024", expr.span, { name: written, problem: "has no window to refer to", why });
    const name = ending === "rowtime" ? "window_time" : `window_${ending}`;
    if (s.scope.byName.has(name)) details.try(name);
    return null;
  }
  if (expr.args.length > 0) {
    const said = bindGroupWindowArguments(expr, windowKind(kind)!, window.input, s.env);
    if (said === null) return null;
    if ((said.time !== null && said.time !== window.time) || !sameWindow(said.spec, window.spec)) {
      const why = "its arguments differ from those in GROUP BY";
      bag.error("MR2024", expr.span, { name: written, problem: "does not match the window of GROUP BY", why });
      return null;
    }
  }
  return column(window.bounds[BOUNDS.get(ending)!]!, s.scope.schema, expr.span);
}
