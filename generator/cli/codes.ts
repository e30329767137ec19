/** `millrace codes`: the catalogue of diagnostics, offline. */
import { CATALOGUE, CODES, type Code, EXAMPLE_SCHEMA } from "../diagnostics/catalogue.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { problem } from "../project/problem.ts";
import { FAILED, FINE, type Outcome } from "./exit.ts";
import type { CodesOptions, Context } from "./program.ts";
import { findingOf, report } from "./report.ts";
import { layOut } from "./table.ts";
import type { Colours } from "./terminal.ts";

/** One code as a page, several as a list. Fails if there is none. */
export async function explainCodes(
  { terminal }: Context,
  code: string | null,
  { search }: CodesOptions,
): Promise<Outcome> {
  const found = matches(code, search ?? null);
  if (found.length === 0) {
    const wanted = code ?? search ?? "";
    const expected = code === null ? "a word of some diagnostic" : "a code of `millrace codes`";
    const option = code === null ? "--search" : "code";
    const nothing = problem("MR8003", { option, value: `\`${wanted}\``, expected }, suggest(wanted, CODES));
    report([findingOf(nothing)], terminal, terminal.stderr);
    return { exit: FAILED, summary: { codes: 0 } };
  }
  for (const each of found) terminal.emit({ type: "code", code: each, ...CATALOGUE[each] });
  if (!terminal.isJson)
    terminal.stdout.write(code === null ? listOf(found) : pageOf(found[0]!, terminal.stdout.colours));
  return { exit: FINE, summary: { codes: found.length } };
}

/** `MR2001`, `mr2001` and `2001` are one code; a word is looked for in all that a page says. */
function matches(code: string | null, word: string | null): readonly Code[] {
  if (code !== null) {
    const name = code.toUpperCase().replace(/^(?=\d)/, "MR");
    return CODES.filter((known) => known === name);
  }
  if (word === null) return CODES;
  return CODES.filter((known) => {
    const { message, label, explanation, bad, good } = CATALOGUE[known];
    return [message, label, explanation, bad, good].some((text) => text.toLowerCase().includes(word.toLowerCase()));
  });
}

function listOf(codes: readonly Code[]): string {
  return `${layOut(codes.map((code) => [code, named(CATALOGUE[code].message)])).join("\n")}\n`;
}

function pageOf(code: Code, colours: Colours): string {
  const { severity, sqlstate, message, explanation, bad, good } = CATALOGUE[code];
  const state = sqlstate === null ? "" : ` · SQLSTATE ${sqlstate}`;
  const schema = /^MR[1-4]/.test(code) ? `\nreads\n${indented(EXAMPLE_SCHEMA.trim())}\n` : "";
  return `${colours.bold(`${severity}[${code}]: ${named(message)}`)}${state}

${explanation}

bad
${indented(bad)}

good
${indented(good)}
${schema}`;
}

/** `{name}` stands for what a message is about. */
function named(message: string): string {
  return message.replace(/\{(\w+)\}/g, "<$1>");
}

function indented(text: string): string {
  return text.replace(/^/gm, "  ");
}
