/** Moves an input into a running query, and its results out, until the input ends or somebody stops it. */
import type { ColumnBatch } from "../../../runtime/batch/column-batch.ts";
import type { StreamingQuery } from "../../../runtime/types.ts";
import type { OpenInput } from "./read-input.ts";

export type RunningQuery = StreamingQuery<Record<string, object>, object, unknown>;

/** Whether, and when, the user wants no more. */
export interface Stop {
  readonly isAsked: boolean;
  readonly asked: Promise<void>;
}

export interface Steps {
  readonly results: (batch: ColumnBatch) => Promise<void>;
  /** After every part of the input, when its results have been taken. */
  readonly part: () => Promise<void>;
}

/** A stopped input has not ended: its open windows stay open. */
export async function feed(
  query: RunningQuery,
  source: string,
  opened: OpenInput,
  stop: Stop,
  steps: Steps,
): Promise<void> {
  const input = query.inputs[source]!;
  let isBytes = false;
  try {
    for await (const part of untilStopped(opened.parts, stop)) {
      isBytes = part.kind === "bytes";
      while (true) {
        const { rest, ready } = part.kind === "bytes" ? input.submitBytes(part.chunk) : input.submitArrow(part.batch);
        await drain(query, steps);
        if (rest === 0) break;
        await ready;
      }
      await steps.part();
    }
  } finally {
    opened.close();
  }
  if (stop.isAsked) return;
  if (isBytes) input.submitBytes(new Uint8Array(0), { last: true });
  input.end();
  await drain(query, steps);
  await steps.part();
}

async function drain(query: RunningQuery, { results }: Steps): Promise<void> {
  for (let batch = query.pollBatch(); batch !== null; batch = query.pollBatch()) await results(batch);
}

async function* untilStopped<T>(items: AsyncIterable<T>, { asked }: Stop): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  while (true) {
    const next = await Promise.race([iterator.next(), asked]);
    if (next === undefined || next.done === true) return;
    yield next.value;
  }
}
