/** What every binding function needs: where to report, which relations can be seen, how deep we are. */
import type { DiagnosticBag } from "../diagnostics/diagnostic.ts";
import type { Sources, Span } from "../diagnostics/span.ts";
import type { Ident } from "../sql/ast.ts";
import { NESTING_MAX } from "../sql/cursor.ts";
import type { Catalog } from "./catalog.ts";
import type { BoundRelation } from "./relation.ts";

export interface Environment {
  readonly bag: DiagnosticBag;
  readonly sources: Sources;
  readonly catalog: Catalog;
  /** The WITH queries in sight, the innermost last. */
  readonly ctes: readonly VisibleCte[];
  readonly nesting: Nesting;
}

export interface VisibleCte {
  readonly name: Ident;
  /** Null: broken, and reported already. `itself`: its own query is being bound. */
  readonly relation: BoundRelation | "itself" | null;
}

/** Counts levels of expressions and queries, so that no text can exhaust the stack. */
export class Nesting {
  #depth = 0;

  /** `rule()` one level deeper; null, and reported, beyond the limit. */
  within<T>(span: Span, bag: DiagnosticBag, rule: () => T): T | null {
    if (this.#depth >= NESTING_MAX) {
      bag.error("MR1008", span, { limit: `${NESTING_MAX}` });
      return null;
    }
    this.#depth++;
    const result = rule();
    this.#depth--;
    return result;
  }
}

/** Whether a name as written means a declared one: bare names ignore letter case, quoted ones do not. */
export function isNamed(ident: Ident, declared: string): boolean {
  return ident.quoted ? ident.name === declared : ident.name.toLowerCase() === declared.toLowerCase();
}
