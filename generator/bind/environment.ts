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

/** Operators of chains such as `a + b - c`, each of which has the one before it as operand. */
export const CHAINED_MAX = 500;

/** Counts levels of expressions and queries, so that no text can exhaust the stack. */
export class Nesting {
  #depth = 0;
  #chained = 0;
  /** The outermost of the chains in progress. */
  #chain: Span | null = null;

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

  /** `rule()` for an operand of a chain, below so many of its operators; null, and reported, beyond the limit. */
  chained<T>(levels: number, span: Span, bag: DiagnosticBag, rule: () => T): T | null {
    if (this.#chained === 0) this.#chain = span;
    if (this.#chained + levels > CHAINED_MAX) {
      const what = `${this.#chained + levels} operators in a row`;
      bag
        .error("MR4031", this.#chain ?? span, { what, limit: `${CHAINED_MAX}` })
        .try("put each half of the chain into parentheses", []);
      return null;
    }
    this.#chained += levels;
    const result = rule();
    this.#chained -= levels;
    return result;
  }
}

/** Whether a name as written means a declared one: bare names ignore letter case, quoted ones do not. */
export function isNamed(ident: Ident, declared: string): boolean {
  return ident.quoted ? ident.name === declared : ident.name.toLowerCase() === declared.toLowerCase();
}
