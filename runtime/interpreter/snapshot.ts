/**
 * Snapshots are UTF-8 JSON with tagged values where JSON would lose something: BIGINT and TIMESTAMP as `{"$i64":"-5"}`,
 * numbers that are not small integers as `{"$f64":"<IEEE 754 bits in hex>"}`.
 */
import { bitsOfDouble, doubleOfBits } from "./float-bits.ts";
import type { SavedAggregate } from "./window-aggregate.ts";

export interface Snapshot {
  readonly totals: Readonly<Record<string, number>>;
  readonly watermark: bigint;
  readonly aggregates: readonly SavedAggregate[];
}

const FORMAT = "millrace interpreter 1";

export function encodeSnapshot(snapshot: Snapshot): Uint8Array {
  const text = JSON.stringify({ format: FORMAT, ...snapshot }, (_key, value: unknown) => tagged(value));
  return new TextEncoder().encode(text);
}

/** Throws if the bytes are no snapshot. */
export function decodeSnapshot(bytes: Uint8Array): Snapshot {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  const { format, ...snapshot } = JSON.parse(text, (_key, value: unknown) => untagged(value)) as Snapshot & {
    readonly format: unknown;
  };
  if (format !== FORMAT) throw new Error("these bytes are no snapshot of the interpreter");
  return snapshot;
}

function tagged(value: unknown): unknown {
  if (typeof value === "bigint") return { $i64: String(value) };
  if (typeof value === "number" && (!Number.isSafeInteger(value) || Object.is(value, -0)))
    return { $f64: bitsOfDouble(value).toString(16) };
  return value;
}

function untagged(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if ("$i64" in value) return BigInt(value.$i64 as string);
  if ("$f64" in value) return doubleOfBits(BigInt(`0x${value.$f64}`));
  return value;
}
