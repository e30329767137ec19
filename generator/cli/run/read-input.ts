/** Opens what a query reads, as chunks of bytes or as record batches; never a whole file at once. */
import { createReadStream, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { ArrowBatch } from "../../../runtime/batch/arrow.ts";
import { unreadable } from "../../project/problem.ts";
import type { RunInput } from "./inputs.ts";

export type InputPart =
  | { readonly kind: "bytes"; readonly chunk: Uint8Array }
  | { readonly kind: "batch"; readonly batch: ArrowBatch };

export interface OpenInput {
  /** Throws Problem MR8002 if the file turns out to be unreadable. */
  readonly parts: AsyncIterable<InputPart>;
  /** Bytes that have been read of the file. */
  readonly bytesRead: () => number;
  /** Bytes of the file; null: nobody knows. */
  readonly bytes: number | null;
  /** Ends an iteration that waits for more. */
  readonly close: () => void;
}

const CHUNK_BYTES = 262_144;

export function openInput(input: RunInput): OpenInput {
  const { path, format, isGzip, shown } = input;
  const stat = path === null ? null : statSync(path);
  if (format === "arrow" && path !== null && stat!.isFile() && !isGzip) return openArrowFile(path, shown, stat!.size);
  const file = path === null ? process.stdin : createReadStream(path, { highWaterMark: CHUNK_BYTES });
  // A failure of the file destroys the other stream with it, and so comes out of the iteration.
  const stream = isGzip ? pipeline(file, createGunzip({ chunkSize: CHUNK_BYTES }), () => undefined) : file;
  return {
    parts: readable(format === "arrow" ? batchesOf(stream) : chunksOf(stream), shown),
    bytesRead: () => (file as { readonly bytesRead?: number }).bytesRead ?? 0,
    bytes: stat?.isFile() ? stat.size : null,
    close: () => void file.destroy(),
  };
}

/** A file is read where its footer says that batches lie, or in one pass if it has none. */
function openArrowFile(path: string, shown: string, bytes: number): OpenInput {
  let handle: FileHandle | null = null;
  async function* parts(): AsyncGenerator<InputPart> {
    handle = await open(path);
    try {
      yield* batchesOf(handle);
    } finally {
      await handle.close();
    }
  }
  return { parts: readable(parts(), shown), bytesRead: () => 0, bytes, close: () => void handle?.close() };
}

async function* chunksOf(stream: Readable): AsyncGenerator<InputPart> {
  for await (const chunk of stream) yield { kind: "bytes", chunk: chunk as Uint8Array };
}

async function* batchesOf(source: Readable | FileHandle): AsyncGenerator<InputPart> {
  const { RecordBatchReader } = await import("apache-arrow");
  try {
    const reader = await RecordBatchReader.from(source as Readable);
    for await (const batch of reader) yield { kind: "batch", batch: batch as unknown as ArrowBatch };
  } catch (error) {
    // What the system has to say carries its own code.
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error;
    throw new Error(`it is not Arrow IPC: ${(error as Error).message}`);
  }
}

async function* readable(parts: AsyncIterable<InputPart>, shown: string): AsyncGenerator<InputPart> {
  try {
    yield* parts;
  } catch (error) {
    throw unreadable(shown, error);
  }
}
