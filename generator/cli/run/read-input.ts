/** Opens what a query reads, as chunks of bytes or as record batches; never a whole file at once. */
import { createReadStream, type ReadStream, statSync } from "node:fs";
import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
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
  /** Part of the file that has been read, 0 to 1; null: its length is not known. */
  readonly progress: () => number | null;
  readonly bytesRead: () => number;
  readonly close: () => void;
}

const CHUNK_BYTES = 262_144;

export function openInput(input: RunInput): OpenInput {
  const file = input.path === null ? process.stdin : createReadStream(input.path, { highWaterMark: CHUNK_BYTES });
  const total = input.path === null ? 0 : statSync(input.path).size;
  let passed = 0;
  file.on("data", () => undefined);
  const bytesRead = () => ("bytesRead" in file ? (file as ReadStream).bytesRead : passed);
  return {} as OpenInput;
}
