/**
 * Diagnostics as text:
 *
 *     error[MR2001]: unknown column `regoin`
 *      --> queries/revenue.sql:4:8
 *     4 | SELECT regoin, window_start
 *       |        ^^^^^^ not a column of `orders` (1:15): id, region, amount, ts
 *       = try: region
 *
 * Whatever comes from the user's text is shown with control, invisible and direction-changing characters escaped, so
 * that it cannot repaint the terminal.
 */
import { type Diagnostic, notesOf } from "./diagnostic.ts";
import type { LineIndex, Sources, Span } from "./span.ts";

/** Colours, each a function from text to text; they never carry meaning alone. */
export interface Style {
  readonly severity: (text: string, severity: Diagnostic["severity"]) => string;
  readonly heading: (text: string) => string;
  readonly gutter: (text: string) => string;
  readonly carets: (text: string, severity: Diagnostic["severity"]) => string;
}

const PLAIN: Style = {
  severity: (text) => text,
  heading: (text) => text,
  gutter: (text) => text,
  carets: (text) => text,
};

/** All of `items`, a blank line between two, each line ended by LF; `omitted` more are counted at the end. */
export function renderDiagnostics(
  items: readonly Diagnostic[],
  omitted: number,
  sources: Sources,
  style: Style = PLAIN,
): string {
  const blocks = items.map((item) => renderDiagnostic(item, sources, style));
  if (omitted > 0) blocks.push(`… and ${omitted} more ${omitted === 1 ? "error" : "errors"}\n`);
  return blocks.join("\n");
}

export function renderDiagnostic(item: Diagnostic, sources: Sources, style: Style = PLAIN): string {
  const { severity, code, message, span } = item;
  const lines = [`${style.severity(`${severity}[${code}]`, severity)}: ${style.heading(escaped(message))}`];
  const index = span === null ? null : sources.index(span.file);
  const gutter = span === null || index === null ? 1 : `${index.position(span.end).line}`.length;
  if (span !== null) lines.push(`${style.gutter(" -->")} ${escaped(sources.place(span))}`);
  if (span !== null && index !== null) lines.push(...frame(item, span, index, gutter, style));
  else if (item.label !== "") lines.push(`  ${style.gutter("=")} note: ${escaped(item.label)}`);
  for (const { kind, text, span: at } of notesOf(item)) {
    const place = at === null ? "" : ` (${sources.place(at, span?.file)})`;
    lines.push(`${" ".repeat(gutter)} ${style.gutter("=")} ${kind}: ${escaped(text + place)}`);
  }
  return `${lines.join("\n")}\n`;
}

/** Beyond this many lines the middle of a span is left out. */
const FRAME_LINES = 4;

/** The lines of the span, carets under each, the label beside the last. */
function frame(item: Diagnostic, span: Span, index: LineIndex, gutter: number, style: Style): string[] {
  const first = index.position(span.start).line;
  const last = index.position(span.end > span.start ? span.end - 1 : span.end).line;
  const lines: string[] = [];
  for (let line = first; line <= last; line++) {
    if (last - first >= FRAME_LINES && line === first + 2) {
      lines.push(style.gutter(`${"…".padStart(gutter)} |`));
      line = last;
    }
    const { text, start, width } = excerpt(index, line, span);
    if (text === "" && line > first && line < last) continue;
    const label = line === last && item.label !== "" ? ` ${escaped(item.label)}` : "";
    const carets = `${"^".repeat(width)}${label}`;
    lines.push(`${style.gutter(`${`${line}`.padStart(gutter)} |`)} ${text}`.trimEnd());
    lines.push(`${style.gutter(`${" ".repeat(gutter)} |`)} ${" ".repeat(start)}${style.carets(carets, item.severity)}`);
  }
  return lines;
}

/** How much of a long line is shown before and after the marked place, in UTF-16 units. */
const BEFORE = 60;
const AFTER = 120;
const TAB = 4;

/**
 * The part of `line` around the span as it will be printed, and where the carets go: `start` cells from its left,
 * `width` cells wide (at least one).
 */
function excerpt(index: LineIndex, line: number, span: Span): { text: string; start: number; width: number } {
  const lineStart = index.start(line);
  const lineEnd = index.end(line);
  const indent = index.text.slice(lineStart, lineEnd).search(/\S/);
  const textStart = lineStart + Math.max(indent, 0);
  const markStart = clamp(span.start > lineStart ? span.start : textStart, lineStart, lineEnd);
  const markEnd = clamp(span.end, markStart, lineEnd);

  const isLong = lineEnd - lineStart > BEFORE + AFTER;
  const from = isLong ? wholeCharacter(index.text, Math.max(lineStart, markStart - BEFORE)) : lineStart;
  const to = isLong ? wholeCharacter(index.text, Math.min(lineEnd, markStart + AFTER)) : lineEnd;
  let text = from > lineStart ? "…" : "";
  let cells = text.length;
  let start = 0;
  let end = 0;
  for (let at = from; at < to; ) {
    const character = String.fromCodePoint(index.text.codePointAt(at)!);
    if (at <= markStart) start = cells;
    const shown = character === "\t" ? " ".repeat(TAB - (cells % TAB)) : escaped(character);
    text += shown;
    cells += shown.length === character.length ? displayWidth(character) : shown.length;
    at += character.length;
    if (at <= markStart) start = cells;
    if (at <= markEnd) end = cells;
  }
  if (to < lineEnd) text += "…";
  return { text, start, width: Math.max(1, end - start) };
}

/** Not into the middle of a surrogate pair. */
function wholeCharacter(text: string, offset: number): number {
  const isLow = /[\uDC00-\uDFFF]/.test(text[offset] ?? "");
  const isHigh = /[\uD800-\uDBFF]/.test(text[offset - 1] ?? "");
  return isLow && isHigh ? offset - 1 : offset;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** Control, format, separator, private and lone surrogate characters as `\u{…}`. */
export function escaped(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}

/** Terminal cells of one character: two for East Asian wide characters and emoji, none for combining marks. */
export function displayWidth(character: string): number {
  if (character < "\u0300") return 1;
  if (/[\p{Mn}\p{Me}]/u.test(character)) return 0;
  return /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F680}-\u{1F6FF}\u{1F900}-\u{1F9FF}\u{20000}-\u{3FFFD}]/u.test(
    character,
  )
    ? 2
    : 1;
}
