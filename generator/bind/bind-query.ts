/** A query -> a relation: WITH, SELECT, and the clauses that time its results. */
import { firstWord } from "../diagnostics/span.ts";
import type * as ast from "../sql/ast.ts";
import { NESTING_MAX } from "../sql/cursor.ts";
import { bindSelect } from "./bind-select.ts";
import { applyTiming } from "./bind-timing.ts";
import type { Environment } from "./environment.ts";
import type { BoundRelation } from "./relation.ts";

/** Null: it was reported, and nothing can be said about who reads it. */
export function bindQuery(query: ast.Query, env: Environment): BoundRelation | null {
  return env.nesting.within(query.span, env.bag, () => {
    const relation = bindSelect(query.select, withCtes(query.ctes, env));
    if (relation === null) return null;
    if (relation.depth > NESTING_MAX) {
      env.bag.error("MR1008", firstWord(query.select.span, "SELECT"), { limit: `${NESTING_MAX}` });
      return null;
    }
    return applyTiming(query.select, relation, env);
  });
}

/** Each WITH query sees those before it; all are bound where they stand, so that a fault is reported unread too. */
function withCtes(ctes: readonly ast.Cte[], env: Environment): Environment {
  const visible = [...env.ctes];
  const first = new Map<string, ast.Ident>();
  for (const { name, query } of ctes) {
    const other = first.get(name.name.toLowerCase());
    if (other === undefined) first.set(name.name.toLowerCase(), name);
    else {
      const place = env.sources.place(other.span, name.span.file);
      env.bag.error("MR2006", name.span, { name: name.name, place });
    }
    const relation = query && bindQuery(query, { ...env, ctes: [...visible, { name, relation: "itself" }] });
    visible.push({ name, relation });
  }
  return { ...env, ctes: visible };
}
