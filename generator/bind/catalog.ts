/** The relations of a compilation: sources, and views that are bound when they are first read. */
import type { SourceRelation } from "../catalog/relations.ts";
import type { Span } from "../diagnostics/span.ts";
import type { CreateView, Ident } from "../sql/ast.ts";
import { isNamed } from "./environment.ts";
import type { BoundRelation } from "./relation.ts";

export type CatalogEntry = SourceEntry | ViewEntry | BrokenEntry;

export interface SourceEntry {
  readonly kind: "source";
  readonly name: string;
  readonly source: SourceRelation;
  /** Ordinals of columns whose type was reported. */
  readonly brokenColumns: ReadonlySet<number>;
  /** False: something in its declaration was reported, perhaps the watermark. */
  readonly isWhole: boolean;
  /** Where a further element of the declaration would go. */
  readonly columnsEnd: Span;
  readonly span: Span;
}

export interface ViewEntry {
  readonly kind: "view";
  readonly name: string;
  readonly view: CreateView;
  /** `unbound` until it is first read, `binding` while its own query is being bound. */
  state: "unbound" | "binding" | BoundRelation | null;
  readonly span: Span;
}

/** A relation whose declaration was refused: its readers stay quiet. */
export interface BrokenEntry {
  readonly kind: "broken";
  readonly name: string;
  readonly span: Span;
}

export class Catalog {
  readonly #entries = new Map<string, CatalogEntry>();
  /** False: a statement that could not be read may have declared what is missing. */
  isWhole = true;

  /** The entry that already has this name, letter case aside; null if `entry` was added. */
  add(entry: CatalogEntry): CatalogEntry | null {
    const key = entry.name.toLowerCase();
    const other = this.#entries.get(key);
    if (other !== undefined) return other;
    this.#entries.set(key, entry);
    return null;
  }

  find(ident: Ident): CatalogEntry | null {
    const entry = this.#entries.get(ident.name.toLowerCase());
    return entry !== undefined && isNamed(ident, entry.name) ? entry : null;
  }

  /** In the order of declaration. */
  get entries(): Iterable<CatalogEntry> {
    return this.#entries.values();
  }
}
