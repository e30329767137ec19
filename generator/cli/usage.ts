/** Command lines that cannot be followed, as diagnostics. */
import type { Command, CommanderError } from "commander";
import { suggest } from "../diagnostics/suggest.ts";
import { type Problem, problem } from "../project/problem.ts";

/** Commands of later versions, and what comes nearest to each in this one. */
const LATER: Readonly<Record<string, string>> = {
  init: "check",
  dev: "check",
  test: "run",
  why: "run",
  bench: "run",
  diff: "build --frozen",
  inspect: "explain",
  pack: "build",
  verify: "build --frozen",
  doctor: "check",
  publish: "build",
  migrate: "build",
  replay: "run",
  studio: "explain",
  lsp: "check",
  fmt: "check",
};

export function unknownCommand(name: string, known: readonly string[]): Problem {
  const nearest = Object.hasOwn(LATER, name) ? LATER[name]! : null;
  if (nearest !== null) {
    const why = `the nearest command that exists is \`millrace ${nearest}\``;
    return problem("MR8004", { command: name, why }, [`millrace ${nearest}`]);
  }
  return problem("MR8005", { command: name, why: `the commands: ${known.join(", ")}` }, suggest(name, known));
}

/** What commander refused, in our words. */
export function usageProblem({ code, message }: CommanderError, argv: readonly string[], program: Command): Problem {
  const named = /'([^']*)'/.exec(message)?.[1] ?? "";
  switch (code) {
    case "commander.unknownOption": {
      const flags = flagsFor(argv, program);
      const flag = named.split("=", 1)[0]!;
      return problem("MR8001", { option: flag, why: `the options here: ${flags.join(", ")}` }, suggest(flag, flags));
    }
    case "commander.invalidArgument": {
      const [, flags = "", value = "", expected = "another value"] =
        /option '([^']*)' argument '(.*)' is invalid\. (.*)$/s.exec(message) ?? [];
      const choices = expected.replace(/^Allowed choices are /, "one of ").replace(/\.$/, "");
      return problem("MR8003", { option: longFlag(flags), value: `\`${value}\``, expected: choices });
    }
    case "commander.optionMissingArgument":
      return problem("MR8010", { why: `\`${longFlag(named)}\` needs a value` });
    case "commander.missingArgument":
      return problem("MR8010", { why: `\`<${named}>\` is missing` }, ["millrace --help"]);
    default:
      return problem("MR8010", { why: message.replace(/^error: /, "").replace(/\.$/, "") }, ["millrace --help"]);
  }
}

/** `-o, --out <file>` → `--out` */
function longFlag(flags: string): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}

function flagsFor(argv: readonly string[], program: Command): readonly string[] {
  const command = program.commands.find((candidate) => argv.includes(candidate.name()));
  const options = [...(command?.options ?? []), ...program.options];
  return [...options.flatMap(({ long }) => (long === undefined || long === null ? [] : [long])), "--help"];
}
