/** The first half of the driver, and all that `check` needs: SQL text in, a sound plan or what is wrong with it out. */
import type { LogicalPlan, Output } from "../runtime/plan.ts";
import { analyze } from "./analyze/analyze.ts";
import { checkSpelledOut } from "./analyze/spelled-out.ts";
import { type BoundQuery, bind } from "./bind/binder.ts";
import { type Diagnostic, DiagnosticBag } from "./diagnostics/diagnostic.ts";
import { Sources, type SourceText } from "./diagnostics/span.ts";
import { normalize } from "./normalize/normalize.ts";
import { parse } from "./sql/parser.ts";

export interface CheckResult {
  readonly diagnostics: readonly Diagnostic[];
  /** How many diagnostics were found beyond those listed. */
  readonly omitted: number;
  readonly sources: Sources;
  /** Null if there are errors, or if the files only declare relations. */
  readonly query: CheckedQuery | null;
}

export interface CheckedQuery {
  readonly bound: BoundQuery;
  readonly normalized: Output;
}

/** Looks at plans between the phases, and after each rule that changed something; tests validate them there. */
export interface Inspection {
  /** The plan as it was bound, before all others. */
  readonly bound: (query: BoundQuery) => void;
  /** A plan, or the part of one that the rule of that name has rewritten. */
  readonly logical: (plan: LogicalPlan, after: string) => void;
}

/** The query of the last file, named `name`; those before it declare what it reads. */
export function check(files: readonly SourceText[], name: string, inspection?: Inspection): CheckResult {
  const bag = new DiagnosticBag();
  const sources = new Sources(files);
  const query = checkQuery(files, name, bag, inspection);
  return { diagnostics: bag.items, omitted: bag.omitted, sources, query };
}

function checkQuery(
  files: readonly SourceText[],
  name: string,
  bag: DiagnosticBag,
  inspection?: Inspection,
): CheckedQuery | null {
  const trees = files.map((source) => ({ source, statements: parse(source, bag) }));
  const bound = bind(trees, name, bag);
  if (bound === null || bag.hasErrors) return null;
  inspection?.bound(bound);
  checkSpelledOut(bound.plan, bag);
  if (bag.hasErrors) return null;
  const normalized = normalize(bound.plan, inspection?.logical);
  analyze(normalized, bag);
  if (bag.hasErrors) return null;
  inspection?.logical(normalized, "normalization");
  return { bound, normalized };
}
