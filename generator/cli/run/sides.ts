/** What becomes of rows that did not make it: counted by the query, kept in files if somebody asked for it. */
import type { QueryInfo } from "../../../runtime/manifest.ts";
import type { LateRow, MalformedRow, OutputError } from "../../../runtime/types.ts";
import type { RunningQuery } from "./feed.ts";
import { openOutput } from "./output.ts";
import { lateLine, malformedLine } from "./side-rows.ts";

export interface Sides {
  readonly onLate: (input: string, row: LateRow<unknown>) => void;
  readonly onMalformed: (input: string, row: MalformedRow) => void;
  /** One of each, to show what it was. */
  readonly example: () => { readonly malformed: MalformedRow | null; readonly failed: OutputError | null };
  /** Writes what has come. */
  readonly flush: (query: RunningQuery) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** `late` and `malformed` are files, or null. Throws Problem MR8009. */
export function keepSides(info: QueryInfo, late: string | null, malformed: string | null): Sides {
  const lateFile = late === null ? null : openOutput(late);
  const malformedFile = malformed === null ? null : openOutput(malformed);
  const inputs = new Map(info.inputs.map((input) => [input.name, input]));
  let lateLines = "";
  let malformedLines = "";
  let firstMalformed: MalformedRow | null = null;
  let firstFailed: OutputError | null = null;
  return {
    onLate(input, row) {
      if (lateFile !== null) lateLines += lateLine(inputs.get(input)!, row);
    },
    onMalformed(input, row) {
      firstMalformed ??= row;
      if (malformedFile !== null) malformedLines += malformedLine(input, row);
    },
    example: () => ({ malformed: firstMalformed, failed: firstFailed }),
    async flush(query) {
      firstFailed ??= query.outputErrors.poll()[0] ?? null;
      await lateFile?.write(lateLines);
      await malformedFile?.write(malformedLines);
      lateLines = "";
      malformedLines = "";
    },
    async close() {
      await lateFile?.close();
      await malformedFile?.close();
    },
  };
}
