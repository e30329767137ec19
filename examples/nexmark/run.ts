/** The queries of this folder over the bids of a generated stream, as columns and as JSON lines. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { RecordBatch } from "apache-arrow";
import { counted, grouped, rateText, secondsText } from "../../generator/cli/figures.ts";
import { layOut } from "../../generator/cli/table.ts";
import type { Input, QueryDefinition, QueryMetrics } from "../../runtime/index.ts";
import { arrowSchema, recordBatch } from "./arrow.ts";
import { BID, bids, countsOf, type StreamOptions } from "./generate.ts";
import { jsonLines } from "./json-lines.ts";

type BidQuery = QueryDefinition<{ bid: object }, object>;

interface Bids {
  readonly columns: readonly RecordBatch[];
  readonly lines: readonly Uint8Array[];
}

/** Builds the queries with `millrace build`, imports what that wrote, and prints what each made of the bids. */
export async function runQueries(events: number, options: Omit<StreamOptions, "count">): Promise<void> {
  const names = queryNames();
  const { status } = spawnSync(process.execPath, ["dist/cli.js", "build", ...names], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);

  const { bid: count } = countsOf(events);
  const began = performance.now();
  const generated = generate({ ...options, count });
  const bytes = generated.lines.reduce((sum, { length }) => sum + length, 0);
  print([
    "",
    `${counted(count, "bid")}, ${grouped(Math.round(bytes / 1e6))} MB as JSON lines, generated in ${secondsText(performance.now() - began)}`,
    "",
  ]);

  const rows: string[][] = [];
  for (const name of names) {
    const { default: query }: { default: BidQuery } = await import(
      pathToFileURL(join("generated", name, "index.js")).href
    );
    const columns = await run(query, (bid, take) => {
      for (const batch of generated.columns) take(bid.submitArrow(batch));
    });
    const lines = await run(query, (bid, take) => {
      for (const chunk of generated.lines) take(bid.submitBytes(chunk));
    });
    const [ours, theirs] = [columns, lines].map(({ metrics: { law, delivered } }) =>
      JSON.stringify({ law, delivered }),
    );
    const { contributed, filtered, late } = columns.metrics.law;
    if (contributed + filtered + late !== count) throw new Error(`${name}: not every bid is accounted for`);
    if (ours !== theirs) throw new Error(`${name}: ${ours} from columns, ${theirs} from JSON lines`);
    rows.push([
      name,
      ...bucketsOf(columns.metrics),
      ...[columns, lines].map(({ ms }) => rateText((count / ms) * 1000)),
    ]);
  }
  const head = ["query", "contributed", "filtered", "late", "out", "from columns", "from JSON lines"];
  const right = head.map((_, i) => i > 0);
  print(layOut([head, ...rows], right));
  print(["Every bid read is in one of the first three columns. The queries: examples/nexmark/*.sql"]);
}

/** The files of this folder but the one that declares the sources. */
function queryNames(): readonly string[] {
  return readdirSync("examples/nexmark")
    .filter((file) => file.endsWith(".sql") && file !== "schema.sql")
    .map((file) => file.slice(0, -".sql".length));
}

function generate(options: StreamOptions): Bids {
  const schema = arrowSchema(BID);
  const columns: RecordBatch[] = [];
  const lines: Uint8Array[] = [];
  const encoder = new TextEncoder();
  for (const batch of bids(options)) {
    columns.push(recordBatch(schema, batch));
    lines.push(encoder.encode(jsonLines(BID, batch)));
  }
  return { columns, lines };
}

/** From before the first bid is handed in until the last result has been taken. */
async function run(
  definition: BidQuery,
  feed: (bid: Input<object>, take: (submitted: unknown) => void) => void,
): Promise<{ readonly metrics: QueryMetrics; readonly ms: number }> {
  const query = await definition.start();
  const take = () => {
    while (query.pollBatch() !== null);
  };
  const began = performance.now();
  feed(query.inputs.bid, take);
  query.inputs.bid.end();
  take();
  const ms = performance.now() - began;
  return { metrics: await query.stop(), ms };
}

function bucketsOf({ law, delivered }: QueryMetrics): readonly string[] {
  return [law.contributed, law.filtered, law.late, delivered].map((rows) => grouped(rows));
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}
