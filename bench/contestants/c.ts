/** The hand-written C contestants: one child process that loads the input once and runs when told. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Contestant } from "../contest.ts";
import { digestOf } from "../digest.ts";

export type CWorkload = "bigint" | "text" | "filter";

export function inC(executable: string, workload: CWorkload, inputFile: string, rows: number): Contestant {
  const child = spawn(executable, [workload, inputFile, String(rows)]);
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (command: "hash" | "run") => {
    child.stdin.write(`${command}\n`);
    const { value, done } = await answers.next();
    if (done) throw new Error(`the C baseline has ended with ${exitOf(child)}`);
    const [ns, count, check, , hash1, hash2] = value.split(" ").map(Number) as number[];
    return { ns: ns!, ...digestOf(count!, check!, hash1!, hash2!) };
  };
  return { name: "c", digest: () => ask("hash"), run: () => ask("run"), close: () => child.stdin.end() };
}

function exitOf({ exitCode, signalCode }: ChildProcessWithoutNullStreams): string {
  return exitCode === null ? `signal ${signalCode}` : `code ${exitCode}`;
}
