/** `millrace run`: a query over files or stdin; its rows, and where every row that was read has gone. */
import { createHash } from "node:crypto";
import { extname, join } from "node:path";
import type { OutputInfo } from "../../runtime/manifest.ts";
import type { QueryMetrics } from "../../runtime/types.ts";
import { loadInMemory } from "../build/in-memory.ts";
import { problem } from "../project/problem.ts";
import { selectQueries } from "../project/queries.ts";
import { existingCache } from "./cache.ts";
import { compileQueries } from "./compile-queries.ts";
import { exitOf, FAILED, FINE, type Outcome } from "./exit.ts";
import type { Context, RunOptions } from "./program.ts";
import { findingOf, report, workingOn } from "./report.ts";
import { afterword } from "./run/afterword.ts";
import { requireDistinctFiles } from "./run/distinct-files.ts";
import { feed } from "./run/feed.ts";
import { inputsOf } from "./run/inputs.ts";
import { stopOnInterrupt } from "./run/interrupt.ts";
import { lawLine, rowsOut } from "./run/law.ts";
import { openOutput } from "./run/output.ts";
import { Progress } from "./run/progress.ts";
import { openInput } from "./run/read-input.ts";
import { csvWriter, ndjsonWriter, type RowWriter } from "./run/row-writer.ts";
import { keepSides } from "./run/sides.ts";
import { statsText } from "./run/stats.ts";
import { tableWriter } from "./run/table-writer.ts";
import type { Terminal } from "./terminal.ts";

/** Rows go to stdout or `--out`, everything else to stderr. */
export async function runQuery({ terminal, project }: Context, arg: string, options: RunOptions): Promise<Outcome> {
  const known = await project();
  const ready = await compileQueries(known, selectQueries(known, [arg]), terminal);
  if ("exit" in ready) return ready;
  const { compiled, sources, files, file, name } = ready[0]!;
  const inputs = inputsOf(compiled.bound.sources, options.in ?? [], known);
  const form = formOf(options, terminal);
  const texts = files.map((text) => join(known.root, text.file));
  requireDistinctFiles([...texts, ...inputs.flatMap(({ path }) => path ?? [])], writtenFiles(options));

  const loadBegan = performance.now();
  const { definition, info } = await workingOn(file, () =>
    loadInMemory(compiled, sources, options.lane, "release", existingCache(known.root)),
  );
  const loadMs = performance.now() - loadBegan;
  const writer = writerOf(form, info.output, options, terminal);
  const output = openOutput(options.out);
  const sides = keepSides(info, options.late ?? null, options.malformed ?? null);
  const digest = options.hash ? { hash: createHash("sha256"), writer: ndjsonWriter(info.output) } : null;
  const query = await definition.start({ lane: options.lane, onLate: sides.onLate, onMalformed: sides.onMalformed });

  const stop = stopOnInterrupt();
  const progress = new Progress(progressChannel(form, options, terminal));
  const began = performance.now();
  let bytesRead = 0;
  let failure: unknown = null;
  try {
    await output.write(writer.head);
    for (const input of inputs) {
      const opened = openInput(input);
      const done = () => (opened.bytes === null ? null : opened.bytesRead() / opened.bytes);
      await feed(query, input.source, opened, stop, {
        async results(batch) {
          digest?.hash.update(digest.writer.rows(batch));
          await output.write(writer.rows(batch));
        },
        async part() {
          await sides.flush(query);
          progress.tick(() => query.metrics(), done);
        },
      });
      bytesRead += opened.bytesRead();
    }
  } catch (error) {
    failure = error;
  }
  const ms = performance.now() - began;
  stop.release();
  progress.end();
  await sides.flush(query);
  await output.write(writer.tail());
  await Promise.all([output.close(), sides.close()]);

  const metrics = query.metrics();
  terminal.stderr.write(lawLine(metrics, ms, terminal.stderr.colours));
  const ending = failure !== null ? "failed" : stop.isAsked ? "stopped" : "whole";
  terminal.note(afterword(metrics, sides.example(), arg, options, ending));
  const hash = digest === null ? null : `sha256:${digest.hash.digest("hex")}`;
  if (hash !== null && !terminal.isJson) terminal.stderr.write(`${hash}\n`);
  const stats = { lane: metrics.lane, linkMs: query.metadata.linkTimeMs, loadMs, bytesRead, ms };
  if (options.stats) terminal.stderr.write(statsText(metrics, stats));
  await query.stop();
  return {
    exit: failure === null ? exitAfter(metrics, options) : failWith(failure, terminal),
    summary: {
      query: name,
      lane: metrics.lane,
      law: metrics.law,
      out: rowsOut(metrics),
      openWindows: metrics.openWindows,
      lateForSomeWindows: metrics.lateForSomeWindows,
      windowsMissed: metrics.windowsMissed,
      outputErrors: metrics.outputErrors,
      seconds: ms / 1000,
      stopped: stop.isAsked,
      ...(hash === null ? {} : { hash }),
      ...(options.stats ? { metrics: { ...metrics, ...stats } } : {}),
    },
  };
}

/** `objects`: rows inside the objects of `--json`. */
type Form = "table" | "ndjson" | "csv" | "objects";

function formOf({ format, out }: RunOptions, { isJson }: Terminal): Form {
  if (out === "-" && isJson) {
    if (format === undefined) return "objects";
    const expected = "given with `--out FILE` under `--json`, where stdout carries objects";
    throw problem("MR8003", { option: "--format", value: `\`${format}\``, expected });
  }
  if (format !== undefined) return format;
  if (out === "-") return "table";
  const form = FORMS[extname(out).toLowerCase()];
  if (form === undefined) {
    const expected = "a name in .jsonl, .ndjson or .csv, or given with `--format`";
    throw problem("MR8003", { option: "--out", value: `\`${out}\``, expected }, ["--format ndjson"]);
  }
  return form;
}

/** By the extension of `--out`. */
const FORMS: Readonly<Record<string, Form>> = {
  "": "ndjson",
  ".jsonl": "ndjson",
  ".ndjson": "ndjson",
  ".json": "ndjson",
  ".csv": "csv",
  ".txt": "table",
};

function writtenFiles({ out, late, malformed }: RunOptions): readonly (readonly [option: string, file: string])[] {
  return [
    ...(out === "-" ? [] : [["--out", out] as const]),
    ...(late === undefined ? [] : [["--late", late] as const]),
    ...(malformed === undefined ? [] : [["--malformed", malformed] as const]),
  ];
}

/** Lines of the screen that are not rows: names, types, the rest, the conservation line, the prompt. */
const OTHER_LINES = 6;
const TABLE_ROWS_MIN = 5;
/** Where there is no screen. */
const TABLE_ROWS = 40;

function writerOf(form: Form, output: OutputInfo, { out }: RunOptions, { stdout }: Terminal): RowWriter {
  switch (form) {
    case "ndjson":
      return ndjsonWriter(output);
    case "objects":
      return ndjsonWriter(output, ['{"v":1,"type":"row","row":', "}"]);
    case "csv":
      return csvWriter(output);
    case "table": {
      const onScreen = stdout.height === null ? TABLE_ROWS : Math.max(stdout.height - OTHER_LINES, TABLE_ROWS_MIN);
      const rows = out === "-" ? onScreen : Number.POSITIVE_INFINITY;
      return tableWriter(output, { width: stdout.width, rows }, stdout.colours);
    }
  }
}

/** Rows that appear on the screen while the query runs show well enough how it gets on. */
function progressChannel(form: Form, { out }: RunOptions, { stdout, stderr, isQuiet }: Terminal) {
  const showsRows = out === "-" && form !== "table" && stdout.isTty;
  return isQuiet || showsRows ? null : stderr;
}

function exitAfter({ law, outputErrors }: QueryMetrics, { strict }: RunOptions): number {
  return strict && law.late + law.malformed + law.dropped + outputErrors > 0 ? FAILED : FINE;
}

function failWith(error: unknown, terminal: Terminal): number {
  const finding = findingOf(error);
  report([finding], terminal, terminal.stderr);
  return exitOf(finding.diagnostics[0]!.code);
}
