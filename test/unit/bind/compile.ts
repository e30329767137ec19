/** Runs the front end over SQL text up to the last phase that reports, for tests. */
import { analyze } from "../../../generator/analyze/analyze.ts";
import { type BoundQuery, bind } from "../../../generator/bind/binder.ts";
import type { Code } from "../../../generator/diagnostics/catalogue.ts";
import { type Diagnostic, DiagnosticBag } from "../../../generator/diagnostics/diagnostic.ts";
import { renderDiagnostics } from "../../../generator/diagnostics/render.ts";
import { Sources, type SourceText } from "../../../generator/diagnostics/span.ts";
import { normalize } from "../../../generator/normalize/normalize.ts";
import { parse } from "../../../generator/sql/parser.ts";

export interface Compiled {
  readonly bound: BoundQuery | null;
  readonly items: readonly Diagnostic[];
  readonly omitted: number;
  readonly codes: readonly Code[];
  /** The diagnostics as a person sees them. */
  readonly text: string;
  readonly sources: Sources;
}

/** The last text is the query; those before it are schema files. */
export function compile(...texts: readonly string[]): Compiled {
  const files = texts.map(
    (text, i): SourceText => ({ file: i === texts.length - 1 ? "query.sql" : `schema${i}.sql`, text }),
  );
  const bag = new DiagnosticBag();
  const parsed = files.map((source) => ({ source, statements: parse(source, bag) }));
  const plan = bind(parsed, "query", bag);
  if (plan !== null) analyze(normalize(plan.plan), bag);
  const bound = bag.hasErrors ? null : plan;
  const sources = new Sources(files);
  const text = renderDiagnostics(bag.items, bag.omitted, sources);
  return { bound, items: bag.items, omitted: bag.omitted, codes: bag.items.map((item) => item.code), text, sources };
}
