/** Runs the shipped command in scratch folders. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { CLI } from "./dist.ts";

export interface Ran {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Invocation {
  readonly cwd: string;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/** Without HOME and colours unless `env` says otherwise, as in the poorest container. */
export function millrace(args: readonly string[], { cwd, input = "", env = {} }: Invocation): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { cwd, env: { PATH: process.env.PATH, ...env }, maxBuffer: 1 << 28 };
    const child = execFile(process.execPath, [CLI, ...args], options, (error, stdout, stderr) => {
      const exit = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      resolve({ exit, stdout, stderr });
    });
    child.stdin!.on("error", () => undefined);
    child.stdin!.end(input);
  });
}

export interface JsonLine {
  readonly v: number;
  readonly type: string;
  readonly [key: string]: unknown;
}

/** The objects of `--json`: every line is one, and the last is the summary. */
export function objectsOf({ stdout, exit }: Ran): readonly JsonLine[] {
  if (!stdout.endsWith("\n")) throw new Error(`the last line does not end: ${stdout.slice(-100)}`);
  const objects = stdout
    .slice(0, -1)
    .split("\n")
    .map((line) => JSON.parse(line) as JsonLine);
  for (const { v, type } of objects) if (v !== 1 || typeof type !== "string") throw new Error(`${v} ${type}`);
  const last = objects.at(-1)!;
  if (last.type !== "summary" || last.exit !== exit || last.ok !== (exit === 0)) throw new Error(JSON.stringify(last));
  return objects;
}

export function summaryOf(ran: Ran): JsonLine {
  return objectsOf(ran).at(-1)!;
}

/** Folders below one that has `node_modules`, so that equal queries of one test file are compiled once. */
export function scratch(): (files?: Readonly<Record<string, string | Uint8Array>>) => string {
  const root = mkdtempSync(join(tmpdir(), "millrace-cli-"));
  mkdirSync(join(root, "node_modules"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  let count = 0;
  return (files = {}) => {
    const folder = join(root, `project-${++count}`);
    mkdirSync(folder);
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    return folder;
  };
}

export const BID = `CREATE SOURCE bid (
  auction BIGINT NOT NULL,
  price DOUBLE,
  channel VARCHAR,
  ts TIMESTAMP(3) NOT NULL,
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
);
`;

/** Bids per channel and minute. */
export const COUNTS = `SELECT channel, window_start, COUNT(*) AS n, SUM(price) AS total
FROM TUMBLE(bid, ts, INTERVAL '1' MINUTE)
GROUP BY channel, window_start
EMIT ON WINDOW CLOSE;
`;

/** Every bid as it came. */
export const EVERY = "SELECT auction, price, channel, ts FROM bid;\n";
