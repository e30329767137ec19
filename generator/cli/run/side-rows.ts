/** Late and malformed rows as JSON lines, as `--late` and `--malformed` keep them. */
import type { InputInfo } from "../../../runtime/manifest.ts";
import type { LateRow, MalformedRow } from "../../../runtime/types.ts";
import { timestampText } from "../../catalog/literals.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The row as its source could read it again, and how far behind the watermark it was. Times are UTC. */
export function lateLine(
  { name, declared }: InputInfo,
  { row, offset, watermark, lateByMs }: LateRow<unknown>,
): string {
  const values = row as Readonly<Record<string, unknown>>;
  const members = declared
    .filter((field) => values[field.name] !== undefined)
    .map(
      ({ name, type }) =>
        `${JSON.stringify(name)}:${valueText(values[name], type.kind === "TIMESTAMP" ? type.precision : null)}`,
    );
  const head = { input: name, offset, watermark: timestampText(microseconds(watermark), 6), lateByMs };
  return `${JSON.stringify(head).slice(0, -1)},"row":{${members.join(",")}}}\n`;
}

/** `digits`: those of a second that a TIMESTAMP column has; null for other columns. */
function valueText(value: unknown, digits: number | null): string {
  if (typeof value === "bigint") return `${value}`;
  if (typeof value === "number" && digits !== null) return `"${timestampText(microseconds(value), digits)}"`;
  if (typeof value === "number" && !Number.isFinite(value)) return `"${value}"`;
  return JSON.stringify(value);
}

/** Milliseconds carry microseconds in their fraction. */
function microseconds(ms: number): bigint {
  return BigInt(Math.round(ms * 1000));
}

/** Why the row was refused, where it stood, and its first 256 bytes. */
export function malformedLine(input: string, { sample, ...why }: MalformedRow): string {
  return `${JSON.stringify({ input, ...why, sample: decoder.decode(sample) })}\n`;
}
