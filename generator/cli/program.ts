/** The commands with their options, and what happens around each: the folder, the terminal, failures, the summary. */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { Project } from "../project/config.ts";
import { unreadable } from "../project/problem.ts";
import { MILLRACE_VERSION } from "../version.ts";
import { exitOf, FINE, type Outcome } from "./exit.ts";
import { findingOf, report, traceOf } from "./report.ts";
import { openTerminal, type Terminal } from "./terminal.ts";
import { unknownCommand, usageProblem } from "./usage.ts";

/** What every command is given. */
export interface Context {
  readonly terminal: Terminal;
  /** Read when it is first asked for. */
  readonly project: () => Promise<Project>;
}

type Run = (context: Context) => Promise<Outcome>;

interface Choice {
  readonly command: string;
  readonly run: Run;
}

/** Runs a command line and says how it ended; the number is for the shell. */
export async function runMillrace(argv: readonly string[]): Promise<number> {
  const terminal = openTerminal({
    json: argv.includes("--json"),
    quiet: argv.includes("--quiet") || argv.includes("-q"),
    color: !argv.includes("--no-color"),
  });
  const program = new Command("millrace");
  let command: string | null = null;
  let outcome: Outcome;
  try {
    const choice = choose(argv, program, terminal);
    command = choice?.command ?? null;
    outcome = choice === null ? { exit: FINE } : await choice.run(contextOf(program, terminal));
  } catch (error) {
    outcome = { exit: failWith(error, terminal) };
  }
  terminal.emit({ type: "summary", command, ok: outcome.exit === FINE, exit: outcome.exit, ...outcome.summary });
  return outcome.exit;
}

function failWith(error: unknown, terminal: Terminal): number {
  const finding = findingOf(error);
  report([finding], terminal, terminal.stderr);
  const trace = process.env.MILLRACE_TRACE ? traceOf(error) : null;
  if (trace !== null) terminal.stderr.write(`${trace}\n`);
  return Math.max(...finding.diagnostics.map(({ code }) => exitOf(code)));
}

function contextOf(program: Command, terminal: Terminal): Context {
  const { config, cwd } = program.opts<{ readonly config?: string; readonly cwd?: string }>();
  if (cwd !== undefined) enter(cwd);
  let project: Promise<Project> | null = null;
  return {
    terminal,
    project() {
      project ??= import("../project/config.ts").then(({ loadProject }) => loadProject(config ?? null));
      return project;
    },
  };
}

function enter(folder: string): void {
  try {
    process.chdir(folder);
  } catch (error) {
    throw unreadable(folder, error);
  }
}

/** What the command line asks for; null: help or the version, which have been printed. */
function choose(argv: readonly string[], program: Command, terminal: Terminal): Choice | null {
  let choice = null as Choice | null;
  declareCommands(program, terminal, (chosen) => {
    choice = chosen;
  });
  try {
    program.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.help") return BARE;
    if (error.exitCode === 0) return null;
    throw usageProblem(error, argv, program);
  }
  return choice;
}

const BARE: Choice = {
  command: "millrace",
  run: async (context) => (await import("./bare.ts")).bareMillrace(context),
};

function declareCommands(program: Command, terminal: Terminal, choose: (choice: Choice) => void): void {
  program
    .description("Streaming SQL, compiled ahead of time to WebAssembly.")
    .version(MILLRACE_VERSION, "--version", "print the version")
    .helpOption("-h, --help", "print help")
    .option("-c, --config <file>", "the configuration, instead of the one in the folder")
    .option("--cwd <folder>", "work in this folder")
    .option("--json", "objects on stdout, one a line; text goes to stderr")
    .option("-q, --quiet", "nothing but results and errors")
    .option("--no-color", "no colours")
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: (text) => terminal.people.write(text), writeErr: () => undefined });

  const command = (name: string, description: string): Command => program.command(name).description(description);
  const names = () => program.commands.map((known) => known.name());
  program.on("command:*", ([name]: readonly string[]) => {
    throw unknownCommand(name ?? "", names());
  });

  command("check", "read queries and say what is wrong with them")
    .argument("[query...]", "names or .sql files; all of the project")
    .addOption(new Option("--format <format>", "how to say it").choices(["pretty", "json", "github"]).default("pretty"))
    .option("--max-warnings <count>", "fail beyond so many warnings", wholeNumber)
    .action((queries: string[], options: CheckOptions) =>
      choose({
        command: "check",
        run: async (context) => (await import("./check.ts")).checkQueries(context, queries, options),
      }),
    );

  command("build", "compile queries to generated/<name>/")
    .argument("[query...]", "names or .sql files; all of the project")
    .option("--out <folder>", "where the generated folders go")
    .option("--frozen", "write nothing; fail if a byte would change")
    .addOption(new Option("--emit <what>", "also write the text form of the module").choices(["wat"]))
    .option("--no-cache", "compile everything again")
    .action((queries: string[], options: BuildOptions) =>
      choose({
        command: "build",
        run: async (context) => (await import("./build.ts")).buildQueries(context, queries, options),
      }),
    );

  command("run", "run a query over files or stdin")
    .argument("<query>", "a name or a .sql file")
    .option("--in <source=file>", "what a source reads; - is stdin", collect)
    .option("--out <file>", "where the rows go; - is stdout", "-")
    .addOption(
      new Option("--format <format>", "form of the rows; by the extension of --out, else a table").choices([
        "table",
        "ndjson",
        "csv",
      ]),
    )
    .addOption(new Option("--lane <lane>", "what runs the query").choices(["wasm", "interpret"]).default("wasm"))
    .option("--late <file>", "write late rows, as JSON lines")
    .option("--malformed <file>", "write malformed rows with their reasons, as JSON lines")
    .option("--stats", "print what the query cost")
    .option("--hash", "print a digest of the rows, in their order")
    .option("--strict", "fail if a row is late or malformed")
    .action((query: string, options: RunOptions) =>
      choose({ command: "run", run: async (context) => (await import("./run.ts")).runQuery(context, query, options) }),
    );

  command("explain", "print the plan, its stages, the generated code")
    .argument("<query>", "a name or a .sql file")
    .addOption(new Option("--stage <stage>", "one of them").choices(STAGES))
    .addOption(new Option("--format <format>", "its form").choices(["text", "json"]).default("text"))
    .action((query: string, options: ExplainOptions) =>
      choose({
        command: "explain",
        run: async (context) => (await import("./explain.ts")).explainQueryFile(context, query, options),
      }),
    );

  command("codes", "explain a diagnostic")
    .argument("[code]", "as in MR2001; all of them")
    .option("--search <word>", "those that mention a word")
    .action((code: string | undefined, options: CodesOptions) =>
      choose({
        command: "codes",
        run: async (context) => (await import("./codes.ts")).explainCodes(context, code ?? null, options),
      }),
    );
}

const STAGES = ["logical", "normalized", "optimized", "physical", "state", "code", "wat"] as const;

export interface CheckOptions {
  readonly format: "pretty" | "json" | "github";
  readonly maxWarnings?: number;
}

export interface BuildOptions {
  readonly out?: string;
  readonly frozen?: true;
  readonly emit?: "wat";
  readonly cache: boolean;
}

export interface RunOptions {
  readonly in?: readonly string[];
  readonly out: string;
  readonly format?: "table" | "ndjson" | "csv";
  readonly lane: "wasm" | "interpret";
  readonly late?: string;
  readonly malformed?: string;
  readonly stats?: true;
  readonly hash?: true;
  readonly strict?: true;
}

export interface ExplainOptions {
  readonly stage?: (typeof STAGES)[number];
  readonly format: "text" | "json";
}

export interface CodesOptions {
  readonly search?: string;
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("a whole number.");
  return Number(text);
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
