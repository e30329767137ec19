/** `millrace check`: diagnostics of every query, and their number. */
import { type CheckResult, check } from "../check.ts";
import { type Diagnostic, diagnostic, diagnosticJson } from "../diagnostics/diagnostic.ts";
import type { Sources } from "../diagnostics/span.ts";
import { isSchemaFile, type QueryFile, readQuery, selectQueries } from "../project/queries.ts";
import { FAILED, FINE, type Outcome } from "./exit.ts";
import { counted } from "./figures.ts";
import type { CheckOptions, Context } from "./program.ts";
import { type Finding, report, workingOn } from "./report.ts";

export async function checkQueries(
  { terminal, project }: Context,
  args: readonly string[],
  { format, maxWarnings = Number.POSITIVE_INFINITY }: CheckOptions,
): Promise<Outcome> {
  const known = await project();
  const queries = selectQueries(known, args);
  const found: Finding[] = [];
  for (const query of queries) {
    const files = readQuery(known, query);
    const result = await workingOn(query.file, () => check(files, query.name));
    found.push(findingIn(query, result, isSchemaFile(known, query.file)));
  }
  const findings = withoutRepeats(found);
  if (format === "pretty" || terminal.isJson) report(findings, terminal, terminal.people);
  else terminal.stdout.write(findings.map(format === "github" ? githubLines : jsonLines).join(""));

  const { errors, warnings } = count(findings);
  if (!terminal.isQuiet && format !== "json") {
    const all = [counted(errors, "error"), ...(warnings > 0 ? [counted(warnings, "warning")] : [])];
    terminal.people.write(
      `${errors > 0 ? "\n" : ""}${counted(queries.length, "query", "queries")} · ${all.join(", ")}\n`,
    );
  }
  return {
    exit: errors > 0 || warnings > maxWarnings ? FAILED : FINE,
    summary: { queries: queries.length, errors, warnings },
  };
}

/** What is wrong with one file; one without a SELECT is wrong unless it may be. */
export function findingIn({ name, file }: QueryFile, result: CheckResult, mayBeEmpty = false): Finding {
  const { diagnostics, omitted, sources, query } = result;
  const isEmpty = query === null && diagnostics.length === 0;
  const noQuery = diagnostic("MR2017", { file, start: 0, end: 0 }, {});
  return { diagnostics: isEmpty && !mayBeEmpty ? [noQuery] : diagnostics, omitted, sources, query: name };
}

/** A fault in a schema file is found with every query that reads it, and told once. */
export function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.map((finding) => {
    const diagnostics = finding.diagnostics.filter(({ code, message, span }) => {
      const key = `${code} ${span?.file}:${span?.start}:${span?.end} ${message}`;
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    });
    return { ...finding, diagnostics };
  });
}

export function count(findings: readonly Finding[]): { readonly errors: number; readonly warnings: number } {
  const all = findings.flatMap(({ diagnostics }) => diagnostics);
  const warnings = all.filter(({ severity }) => severity === "warning").length;
  const omitted = findings.reduce((sum, finding) => sum + finding.omitted, 0);
  return { errors: all.length - warnings + omitted, warnings };
}

/** The objects of `--json`, and nothing else. */
function jsonLines({ diagnostics, sources, query }: Finding): string {
  return diagnostics.map((item) => `${JSON.stringify(diagnosticJson(item, sources, query))}\n`).join("");
}

/** Workflow commands, which mark the lines of a pull request. */
function githubLines({ diagnostics, sources }: Finding): string {
  return diagnostics.map((item) => githubLine(item, sources)).join("");
}

function githubLine({ severity, code, message, label, span }: Diagnostic, sources: Sources): string {
  const index = span === null ? null : sources.index(span.file);
  const properties = [`title=${code}`];
  if (span !== null && index !== null) {
    const [start, end] = [index.position(span.start), index.position(span.end)];
    properties.unshift(
      `file=${property(span.file)}`,
      `line=${start.line}`,
      `endLine=${end.line}`,
      `col=${start.column}`,
      `endColumn=${end.column}`,
    );
  }
  const text = label === "" ? message : `${message}: ${label}`;
  return `::${severity} ${properties.join(",")}::${data(text)}\n`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
