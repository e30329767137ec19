/** Plans of every accepted query, for tests of what works on plans. */

import type { SourceRelation } from "../../../generator/catalog/relations.ts";
import type { Output } from "../../../runtime/plan.ts";
import { ALONE, SCHEMA, SPELLINGS } from "../bind/accepted.ts";
import { compile } from "../bind/compile.ts";

export interface NamedPlan {
  readonly query: string;
  readonly plan: Output;
  readonly sources: readonly SourceRelation[];
}

export function planOf(query: string): NamedPlan {
  const { bound, text } = compile(SCHEMA, query);
  if (bound === null) throw new Error(`${query}\n${text}`);
  return { query, plan: bound.plan, sources: bound.sources };
}

export const PLANS: readonly NamedPlan[] = [...ALONE, ...SPELLINGS.map(([, queries]) => queries[0]!)].map(planOf);
