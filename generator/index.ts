/** The API of the `millrace` package: what its command line does, as functions. */

export type { AscOptions } from "./build/asc.ts";
export { type BuiltQuery, buildQuery } from "./build/build.ts";
export { folderCache, NO_CACHE, type WasmCache } from "./build/cache.ts";
export { ascOptions, type InMemoryQuery, loadInMemory } from "./build/in-memory.ts";
export { differences, writeQuery } from "./build/write.ts";
export { type CheckedQuery, type CheckResult, check } from "./check.ts";
export { type CompiledQuery, type CompileOptions, type CompileResult, compile } from "./compile.ts";
export { CATALOGUE, CODES, type Code } from "./diagnostics/catalogue.ts";
export { type Diagnostic, diagnosticJson, type Edit, type Note } from "./diagnostics/diagnostic.ts";
export { renderDiagnostics, type Style } from "./diagnostics/render.ts";
export { type Position, Sources, type SourceText, type Span } from "./diagnostics/span.ts";
export { EXPLAIN_STAGES, type ExplainStage, explainQuery, explainStage } from "./explain.ts";
export { DEFAULT_LIMITS, type Limits } from "./limits.ts";
export { defineConfig, type MillraceConfig } from "./project/config.ts";
export { MILLRACE_VERSION } from "./version.ts";
