/** What the shell is told. */
import type { Code } from "../diagnostics/catalogue.ts";

export const FINE = 0;
/** The user's SQL, a comparison or a policy failed. */
export const FAILED = 1;
export const USAGE = 2;
/** A file, the network, the machine. */
export const ENVIRONMENT = 3;
/** Our bug. */
export const BUG = 4;

export function exitOf(code: Code): number {
  if (code === "MR8002" || code === "MR8009" || code === "MR8012" || code === "MR7001") return ENVIRONMENT;
  if (code.startsWith("MR8")) return USAGE;
  return code.startsWith("MR9") ? BUG : FAILED;
}

/** How a command ended; `summary` joins the last object under `--json`. */
export interface Outcome {
  readonly exit: number;
  readonly summary?: Readonly<Record<string, unknown>>;
}
