/** Names of options are closed, and so are their values: a typo is an error, never a default. */
import { MillraceError } from "./errors.ts";
import type { BatchPolicy, QueryConfig, SubmitOptions } from "./types.ts";

type Checks<T> = { readonly [K in keyof T]: (value: unknown) => boolean };

/** MR8001 for a name that is none, MR8003 for a value that cannot be. An undefined option takes its default. */
export function checkOptions(options: unknown, checks: Checks<Record<string, unknown>> = CONFIG): void {
  const known = Object.keys(checks);
  const hint = `options: ${known.join(", ")}`;
  if (!isObject(options)) throw new MillraceError("MR8003", `\`options\` cannot be ${shown(options)}`, hint);
  for (const [name, value] of Object.entries(options as object)) {
    if (!known.includes(name)) throw new MillraceError("MR8001", `unknown option \`${name}\``, hint);
    if (value !== undefined && !checks[name]!(value))
      throw new MillraceError("MR8003", `\`${name}\` cannot be ${shown(value)}`, hint);
  }
}

/** Not every object has a text. */
export function shown(value: unknown): string {
  return isObject(value) ? "an object" : String(value);
}

const isObject = (value: unknown) => typeof value === "object" && value !== null;
const isFunction = (value: unknown) => typeof value === "function";
const oneOf =
  (...values: readonly unknown[]) =>
  (value: unknown) =>
    values.includes(value);
const isText = (value: unknown) => typeof value === "string";
const isCount = (value: unknown) => typeof value === "number" && value >= 1 && Math.floor(value) === value;

const BATCH_POLICY: Checks<BatchPolicy> = {
  maxRows: isCount,
  // As long as a timer can wait.
  maxLatencyMs: (value) => typeof value === "number" && value >= 0 && value < 2 ** 31,
};

export const SUBMIT: Checks<SubmitOptions> = { offset: isText, last: (value) => typeof value === "boolean" };

const CONFIG: Checks<QueryConfig> = {
  id: isText,
  lane: oneOf("wasm", "interpret"),
  fallback: oneOf("never", "interpret"),
  wasm: isObject,
  batchPolicy: (value) => checkOptions(value, BATCH_POLICY) === undefined,
  queueRows: isCount,
  outputRows: isCount,
  restore: (value) => value === "fresh" || value instanceof Uint8Array,
  onLate: isFunction,
  onMalformed: isFunction,
};
