/** THE driver: SQL text in, the text of everything a build writes out. Read this first. */
import { emitQuery, type EmittedQuery } from "./emit/emit-query.ts";
import { bind, type BoundQuery } from "./bind/binder.ts";
import { analyze } from "./analyze/analyze.ts";
import { type Diagnostic, DiagnosticBag } from "./diagnostics/diagnostic.ts";
import { type SourceText, Sources } from "./diagnostics/span.ts";
import { normalize } from "./normalize/normalize.ts";
import { optimize } from "./optimize/optimizer.ts";
import type { PhysicalPlan } from "./physical/plan.ts";
import { lower } from "./physical/planner.ts";
import { parse } from "./sql/parser.ts";
import type { Output } from "../runtime/plan.ts";

export interface CompileOptions {
  /** The query's name; the file's name unless said otherwise. */
  readonly name: string;
  /** Off: the plan runs as normalized and equal expressions are computed again. Rows and row errors are the same. */
  readonly optimize: boolean;
  readonly limits: Limits;
}

export interface Limits {
  /** Longest JSON line, in bytes. */
  readonly rowBytes: number;
  /** What the module's memory may grow to, in bytes. */
  readonly stateBytes: number;
}

export const DEFAULT_LIMITS: Limits = { rowBytes: 1_048_576, stateBytes: 268_435_456 };

export interface CompileResult {
  readonly diagnostics: readonly Diagnostic[];
  /** How many diagnostics were found beyond those listed. */
  readonly omitted: number;
  readonly sources: Sources;
  /** Null if there are errors, or if the files only declare relations. */
  readonly query: CompiledQuery | null;
}

export interface CompiledQuery {
  readonly name: string;
  readonly bound: BoundQuery;
  readonly normalized: Output;
  readonly optimized: Output;
  /** Optimizer rules that changed something. */
  readonly fired: readonly string[];
  readonly physical: PhysicalPlan;
  readonly emitted: EmittedQuery;
  readonly limits: Limits;
}

/** The query of the last file; those before it declare what it reads. */
export function compile(files: readonly SourceText[], options: CompileOptions): CompileResult {
  const bag = new DiagnosticBag();
  const sources = new Sources(files);
  const query = compileQuery(files, sources, options, bag);
  return { diagnostics: bag.items, omitted: bag.omitted, sources, query };
}

function compileQuery(
  files: readonly SourceText[],
  sources: Sources,
  options: CompileOptions,
  bag: DiagnosticBag,
): CompiledQuery | null {
  const trees = files.map((source) => ({ source, statements: parse(source, bag) }));
  const bound = bind(trees, options.name, bag);
  if (bound === null || bag.hasErrors) return null;
  const normalized = normalize(bound.plan);
  analyze(normalized, bag);
  if (bag.hasErrors) return null;
  const { plan: optimized, fired } = options.optimize ? optimize(normalized) : { plan: normalized, fired: [] };
  const physical = lower(optimized, bound.sources, options.name);
  const emitted = emitQuery(physical, normalized, sources, { ...options, file: files.at(-1)!.file });
  return { name: options.name, bound, normalized, optimized, fired, physical, emitted, limits: options.limits };
}
