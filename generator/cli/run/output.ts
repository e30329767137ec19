/** Files and stdout that rows are written to; a slow reader slows the writing. */
import { once } from "node:events";
import { createWriteStream, openSync } from "node:fs";
import { finished } from "node:stream/promises";
import { unwritable } from "../../project/problem.ts";

export interface TextOutput {
  /** Resolves when more may be written. */
  readonly write: (text: string) => Promise<void>;
  /** Resolves when everything is written. */
  readonly close: () => Promise<void>;
}

/** `-` is stdout, which stays open. Throws Problem MR8009. */
export function openOutput(target: string): TextOutput {
  const stream = target === "-" ? process.stdout : createWriteStream(target, { fd: created(target) });
  let failure: unknown = null;
  if (target !== "-") stream.on("error", (error) => (failure ??= error));
  return {
    async write(text) {
      if (failure !== null) throw unwritable(target, failure);
      if (text === "" || stream.write(text)) return;
      await Promise.race([once(stream, "drain"), once(stream, "error")]).catch(() => undefined);
    },
    async close() {
      if (target === "-") return;
      stream.end();
      await finished(stream).catch((error: unknown) => {
        throw unwritable(target, error);
      });
    },
  };
}

/** A file that cannot be opened is told before anything is computed. */
function created(target: string): number {
  try {
    return openSync(target, "w");
  } catch (error) {
    throw unwritable(target, error);
  }
}
