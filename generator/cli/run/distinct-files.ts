/** No run writes over what it reads, or into one file twice. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { problem } from "../../project/problem.ts";

/** `written` has the option and its file. Throws Problem MR8003 for the first file that has another use already. */
export function requireDistinctFiles(
  read: readonly string[],
  written: readonly (readonly [option: string, file: string])[],
): void {
  const uses = new Map(read.map((file) => [identityOf(file), "the run reads this one"]));
  for (const [option, file] of written) {
    const identity = identityOf(file);
    if (identity === null) continue;
    const use = uses.get(identity);
    if (use !== undefined)
      throw problem("MR8003", { option, value: `\`${file}\``, expected: `a file of its own; ${use}` });
    uses.set(identity, `\`${option}\` writes this one`);
  }
}

/** Equal for all names of one file; null for devices and pipes, which may be opened any number of times. */
function identityOf(file: string): string | null {
  const stat = statSync(file, { throwIfNoEntry: false, bigint: true });
  if (stat === undefined) return resolve(file);
  return stat.isFile() ? `${stat.dev}:${stat.ino}` : null;
}
