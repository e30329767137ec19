/** What a run says behind its conservation line: what was lost, why, and the command that shows it. */
import type { MalformedRow, OutputError, QueryMetrics } from "../../../runtime/types.ts";
import { counted, grouped } from "../figures.ts";
import type { RunOptions } from "../program.ts";
import { whyNothing } from "./law.ts";

export interface Examples {
  readonly malformed: MalformedRow | null;
  readonly failed: OutputError | null;
}

/** whole: the input was read to its end; stopped: somebody wanted no more; failed: it could not go on. */
export type Ending = "whole" | "stopped" | "failed";

/** Empty if there is nothing to say. */
export function afterword(
  metrics: QueryMetrics,
  { malformed, failed }: Examples,
  query: string,
  options: RunOptions,
  ending: Ending,
): string {
  const { law, lateForSomeWindows, windowsMissed, outputErrors } = metrics;
  const lines: string[] = [];
  if (law.late > 0)
    lines.push(`${grouped(law.late)} late: ${options.late ?? rerun(query, options, "--late late.jsonl")}`);
  if (law.malformed > 0) {
    const why = malformed === null ? "" : ` (${describe(malformed)})`;
    lines.push(
      `${grouped(law.malformed)} malformed${why}: ${options.malformed ?? rerun(query, options, "--malformed malformed.jsonl")}`,
    );
  }
  if (lateForSomeWindows > 0) {
    const lost = counted(windowsMissed, "contribution");
    lines.push(`${counted(lateForSomeWindows, "row")} came late for some of their windows: ${lost} lost`);
  }
  if (outputErrors > 0) {
    const why = failed === null ? "" : `: ${failed.code} ${failed.reason} at ${failed.site} for ${keysText(failed)}`;
    lines.push(`${counted(outputErrors, "group")} without a result${why}`);
  }
  const why = ending === "whole" ? whyNothing(metrics) : null;
  if (why !== null) lines.push(why);
  if (ending === "stopped") lines.push("stopped: the rest of the input was not read, and open windows stay open");
  return lines.map((line) => `${line}\n`).join("");
}

function describe({ code, reason, column, line, site }: MalformedRow): string {
  const where = [
    ...(column === null ? [] : [`column ${column}`]),
    ...(line === null ? [] : [`line ${line}`]),
    ...(site === null ? [] : [`at ${site}`]),
  ];
  return [`${code} ${reason}`, ...where].join(", ");
}

function keysText({ keys }: OutputError): string {
  return Object.entries(keys)
    .map(([name, value]) => `${name} = ${String(value)}`)
    .join(", ");
}

function rerun(query: string, options: RunOptions, flag: string): string {
  const inputs = (options.in ?? []).flatMap((input) => ["--in", input]);
  return ["millrace", "run", query, ...inputs].map(quoted).concat(flag).join(" ");
}

/** As a shell reads it. */
function quoted(word: string): string {
  return /^[\w./=:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
