/** Where a command's words go: text for people, lines of JSON for programs. */
import picocolors from "picocolors";
import type { Style } from "../diagnostics/render.ts";

export type Colours = ReturnType<typeof picocolors.createColors>;

/** One of the two outputs. */
export interface Channel {
  readonly write: (text: string) => void;
  readonly isTty: boolean;
  /** Cells in a line. */
  readonly width: number;
  /** Lines of the screen; null: there is none. */
  readonly height: number | null;
  readonly colours: Colours;
}

export interface Terminal {
  readonly isJson: boolean;
  readonly isQuiet: boolean;
  readonly stdout: Channel;
  readonly stderr: Channel;
  /** What a command was asked for, as text: stdout, or stderr under `--json`. */
  readonly people: Channel;
  /** What is good to know beside it; silent under `--quiet`. */
  readonly note: (text: string) => void;
  /** One line on stdout under `--json`, else nothing. */
  readonly emit: (object: { readonly type: string; readonly [key: string]: unknown }) => void;
}

export interface TerminalOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  /** False: `--no-color`. */
  readonly color: boolean;
}

export function openTerminal({ json, quiet, color }: TerminalOptions): Terminal {
  const stdout = channel(process.stdout, color);
  const stderr = channel(process.stderr, color);
  return {
    isJson: json,
    isQuiet: quiet,
    stdout,
    stderr,
    people: json ? stderr : stdout,
    note: (text) => {
      if (!quiet) stderr.write(text);
    },
    emit: (object) => {
      if (json) stdout.write(`${JSON.stringify({ v: 1, ...object })}\n`);
    },
  };
}

function channel(stream: NodeJS.WriteStream, color: boolean): Channel {
  const { env } = process;
  return {
    write: (text) => void stream.write(text),
    isTty: stream.isTTY === true && env.TERM !== "dumb",
    width: Number(env.COLUMNS) || stream.columns || 100,
    height: stream.isTTY === true ? stream.rows || null : null,
    colours: picocolors.createColors(color && wantsColour(stream, env)),
  };
}

/** https://no-color.org and https://force-color.org; NO_COLOR wins. */
function wantsColour(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== "0";
  return stream.isTTY === true && env.TERM !== "dumb";
}

/** How diagnostics look on a channel. */
export function styleOf({ colours }: Channel): Style {
  const ofSeverity = (severity: "error" | "warning") => (severity === "error" ? colours.red : colours.yellow);
  return {
    severity: (text, severity) => colours.bold(ofSeverity(severity)(text)),
    heading: (text) => colours.bold(text),
    gutter: (text) => colours.blue(text),
    carets: (text, severity) => ofSeverity(severity)(text),
  };
}
