/** Names of options are closed, and so are their values: a typo is an error, never a default. */
import { MillraceError } from "./errors.ts";
import type { BatchPolicy, QueryConfig } from "./types.ts";

type Checks<T> = { readonly [K in keyof T]: (value: unknown) => boolean };

/** MR8001 for a name that is none, MR8003 for a value that cannot be. An undefined option takes its default. */
export function checkOptions(options: object, checks: Checks<Record<string, unknown>> = CONFIG): void {
  for (const [name, value] of Object.entries(options)) {
    const known = Object.keys(checks);
    if (!known.includes(name))
      throw new MillraceError("MR8001", `unknown option \`${name}\``, `options: ${known.join(", ")}`);
    if (value !== undefined && !checks[name]!(value))
      throw new MillraceError("MR8003", `\`${name}\` cannot be ${String(value)}`, "see QueryConfig");
  }
}

const isObject = (value: unknown) => typeof value === "object" && value !== null;
const isFunction = (value: unknown) => typeof value === "function";
const oneOf =
  (...values: readonly unknown[]) =>
  (value: unknown) =>
    values.includes(value);
const isCount = (value: unknown) => Number(value) >= 1;

const BATCH_POLICY: Checks<BatchPolicy> = {
  maxRows: isCount,
  // As long as a timer can wait.
  maxLatencyMs: (value) => Number(value) >= 0 && Number(value) < 2 ** 31,
};

const CONFIG: Checks<QueryConfig> = {
  id: (value) => typeof value === "string",
  lane: oneOf("wasm", "interpret"),
  fallback: oneOf("never", "interpret"),
  wasm: isObject,
  batchPolicy: (value) => isObject(value) && checkOptions(value as object, BATCH_POLICY) === undefined,
  queueRows: isCount,
  outputRows: isCount,
  restore: (value) => value === "fresh" || value instanceof Uint8Array,
  onLate: isFunction,
  onMalformed: isFunction,
};
