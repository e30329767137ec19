/**
 * `npm run nexmark`: runs the queries of this folder over generated bids, or writes the generated streams to files.
 */
import { parseArgs } from "node:util";
import { writeStreams } from "./files.ts";
import type { StreamOptions } from "./generate.ts";
import { runQueries } from "./run.ts";

const USAGE = `npm run nexmark -- [--events N] [--out DIR]
  --events N     events in all: 2 % persons, 6 % auctions, 92 % bids (1000000)
  --out DIR      writes person, auction and bid there, each as .jsonl and .arrows, and runs nothing
  --seed N       another seed, other rows (1)
  --rate N       events per second of event time (10000)
  --disorder MS  rows arrive up to this long after their dateTime (0)
  --late SHARE   share of the rows, from 0 to 1, that arrive 4 to 30 seconds after it (0)
`;

await main();

async function main(): Promise<void> {
  const command = commandOf(process.argv.slice(2));
  if (typeof command === "string") {
    process.stderr.write(`${command}\n\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  const { events, out, options } = command;
  await (out === null ? runQueries(events, options) : writeStreams(out, events, options));
}

interface Command {
  readonly events: number;
  /** Null: the queries run. */
  readonly out: string | null;
  readonly options: Omit<StreamOptions, "count">;
}

/** Or what is wrong with the arguments. */
function commandOf(args: string[]): Command | string {
  const text = { type: "string" } as const;
  const options = { events: text, out: text, seed: text, rate: text, disorder: text, late: text };
  let given: Partial<Record<keyof typeof options, string>>;
  try {
    given = parseArgs({ args, options }).values;
  } catch (error) {
    return (error as Error).message;
  }
  const { events = "1000000", out = null, seed = "1", rate = "10000", disorder = "0", late = "0" } = given;
  const wrong = Object.entries({ events, seed, rate, disorder }).find(([, value]) => !/^\d{1,15}$/.test(value));
  if (wrong !== undefined) return `--${wrong[0]} takes a whole number, not \`${wrong[1]}\``;
  if (Number(rate) === 0) return "--rate takes at least 1";
  if (late.trim() === "" || !(Number(late) >= 0 && Number(late) <= 1)) return `--late takes 0 to 1, not \`${late}\``;
  return {
    events: Number(events),
    out,
    options: {
      seed: Number(seed),
      eventsPerSecond: Number(rate),
      disorderMs: Number(disorder),
      lateShare: Number(late),
    },
  };
}
