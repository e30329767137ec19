/** `INTERVAL '…' UNIT`, and what to write where the unit is missing, misspelled or inside the quotes. */
import { durationText, INTERVAL_UNITS, type IntervalUnit, intervalUs, readInterval } from "../catalog/literals.ts";
import type { Span } from "../diagnostics/span.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { Expr } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { isReserved } from "./keywords.ts";
import { bad } from "./parse-expr.ts";

/** The word INTERVAL begins a literal, and is not a column. */
export function startsInterval(c: Cursor): boolean {
  const { kind, text } = c.peek(1);
  return kind === "string" || kind === "number" || ((text === "-" || text === "+") && c.peek(2).kind === "string");
}

export function parseInterval(c: Cursor): Expr {
  const start = c.span();
  c.advance();
  const isNegative = c.at("-");
  if (isNegative || c.at("+")) c.advance();
  const textSpan = c.span();
  const token = c.advance();
  const unit = parseUnit(c);
  if (token.kind === "number") {
    c.bag.error("MR1013", textSpan, {}).try(`'${token.text}'`);
    return bad(c.since(start));
  }
  if (unit === null) {
    reportUnit(c, token.value, textSpan);
    return bad(c.since(start));
  }
  if (c.at("TO") || c.at("(")) {
    c.bag.error("MR4005", c.span(), { construct: "an interval of several fields", why: "an interval has one unit" });
    c.skipOne();
    if (c.peek().kind === "word" && parseUnit(c) !== null && c.at("(")) c.skipOne();
    return bad(c.since(start));
  }
  const value = isNegative ? `-${token.value.trim()}` : token.value;
  return { kind: "Interval", value, unit, textSpan, span: c.since(start) };
}

/** A unit or its plural. */
function parseUnit(c: Cursor): IntervalUnit | null {
  const { kind, text } = c.peek();
  const unit = kind === "word" ? unitOf(text) : null;
  if (unit !== null) c.advance();
  return unit;
}

function unitOf(word: string): IntervalUnit | null {
  return INTERVAL_UNITS.find((unit) => word === unit || word === `${unit}S`) ?? null;
}

/** Units as other systems abbreviate them. `M` is a minute in some and a month in others. */
const ABBREVIATIONS: ReadonlyMap<string, IntervalUnit> = new Map([
  ["US", "MICROSECOND"],
  ["MS", "MILLISECOND"],
  ["S", "SECOND"],
  ["SEC", "SECOND"],
  ["SECS", "SECOND"],
  ["MIN", "MINUTE"],
  ["MINS", "MINUTE"],
  ["H", "HOUR"],
  ["HR", "HOUR"],
  ["HRS", "HOUR"],
  ["D", "DAY"],
  ["W", "WEEK"],
  ["MON", "MONTH"],
  ["MONS", "MONTH"],
  ["Y", "YEAR"],
  ["YR", "YEAR"],
  ["YRS", "YEAR"],
]);

/** The unit is missing, misspelled, or stands inside the quotes. */
function reportUnit(c: Cursor, text: string, textSpan: Span): void {
  const inside = unitsInside(text);
  if (inside !== "none") {
    const details = c.bag.error("MR1003", textSpan, {});
    if (inside !== null) details.try(inside);
    return;
  }
  const next = c.peek();
  const isWord = next.kind === "word" && !isReserved(next.text);
  const span = isWord ? c.span() : textSpan;
  const found = isWord ? `\`${next.value}\`` : "none";
  const details = c.bag.error("MR1014", span, { found });
  if (!isWord) {
    details.try(`${c.textOf(textSpan)} SECOND`);
    return;
  }
  const abbreviated = ABBREVIATIONS.get(next.text);
  for (const unit of abbreviated === undefined ? suggest(next.text, INTERVAL_UNITS) : [abbreviated]) details.try(unit);
  c.advance();
}

/** `1 MINUTE` or `1 hour 30 minutes` as a duration of one unit; null: not that simple; `none`: no unit in the text. */
function unitsInside(text: string): string | "none" | null {
  if (/^\s*[+-]?\d+(\.\d+)?\s*$/.test(text)) return "none";
  const clock = /^\s*(\d+):(\d\d)(?::(\d\d))?\s*$/.exec(text);
  if (clock !== null) {
    const [hours, minutes, seconds] = clock.slice(1).map((part) => BigInt(part ?? 0)) as [bigint, bigint, bigint];
    return durationText((hours * 3600n + minutes * 60n + seconds) * 1_000_000n);
  }
  const parts = [...text.matchAll(/([+-]?\d+(?:\.\d+)?)\s*([a-z]+)\s*/gi)];
  if (parts.length === 0 || parts.map((part) => part[0]).join("") !== text.trimStart()) {
    return /[a-z:]/i.test(text) ? null : "none";
  }
  let sum = 0n;
  for (const [, amount = "", word = ""] of parts) {
    const unit = unitOf(word.toUpperCase());
    if (unit === null) return null;
    if (parts.length === 1) return `'${amount}' ${unit}`;
    const reading = readInterval(amount, unit);
    const us = reading.ok ? intervalUs(reading.value) : null;
    if (us === null) return null;
    sum += us;
  }
  return durationText(sum);
}
