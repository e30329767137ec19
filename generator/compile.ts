/** THE driver: SQL text in, the text of everything a build writes out. Read this first. */
import type { Output } from "../runtime/plan.ts";
import { type CheckedQuery, type CheckResult, check, type Inspection as LogicalInspection } from "./check.ts";
import type { Sources, SourceText } from "./diagnostics/span.ts";
import { type EmittedQuery, emitQuery } from "./emit/emit-query.ts";
import type { Limits } from "./limits.ts";
import { optimize } from "./optimize/optimizer.ts";
import type { PhysicalPlan } from "./physical/plan.ts";
import { lower } from "./physical/planner.ts";

export { DEFAULT_LIMITS, type Limits } from "./limits.ts";

export interface CompileOptions {
  /** The query's name; the file's name unless said otherwise. */
  readonly name: string;
  /** Off: the plan runs as normalized and equal expressions are computed again. Rows and row errors are the same. */
  readonly optimize: boolean;
  readonly limits: Limits;
}

export interface CompileResult extends CheckResult {
  readonly query: CompiledQuery | null;
}

export interface CompiledQuery extends CheckedQuery {
  readonly name: string;
  readonly optimized: Output;
  /** Optimizer rules that changed something. */
  readonly fired: readonly string[];
  readonly physical: PhysicalPlan;
  readonly emitted: EmittedQuery;
  readonly limits: Limits;
}

export interface Inspection extends LogicalInspection {
  readonly physical: (plan: PhysicalPlan) => void;
}

/** The query of the last file; those before it declare what it reads. */
export function compile(files: readonly SourceText[], options: CompileOptions, inspection?: Inspection): CompileResult {
  const checked = check(files, options.name, inspection); // parse, bind, normalize, analyze
  if (checked.query === null) return { ...checked, query: null };
  return { ...checked, query: compileChecked(checked.query, checked.sources, files.at(-1)!.file, options, inspection) };
}

function compileChecked(
  { bound, normalized }: CheckedQuery,
  sources: Sources,
  file: string,
  options: CompileOptions,
  inspection?: Inspection,
): CompiledQuery {
  const { plan: optimized, fired } = options.optimize
    ? optimize(normalized, inspection?.logical)
    : { plan: normalized, fired: [] };
  const physical = lower(optimized, bound.sources, options.name);
  inspection?.physical(physical);
  const emitted = emitQuery(physical, normalized, sources, { ...options, file });
  return { name: options.name, bound, normalized, optimized, fired, physical, emitted, limits: options.limits };
}
