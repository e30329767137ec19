/**
 * A checkpoint as bytes: magic, version, JSON in whose place of buffers stands where they are, the buffers, each aligned
 * to 8, and SHA-256 over all of that. State is columns in Arrow layout, never a dump of memory.
 */
import { decoder, encoder } from "../batch/utf8.ts";
import { MillraceError } from "../errors.ts";

const MAGIC = 0x50_43_52_4d; // "MRCP"
const VERSION = 0;
const HEAD_BYTES = 12;
const DIGEST_BYTES = 32;

/** What stands for a buffer: `at` from the end of the JSON. What is called `offsets` is of 32-bit words. */
interface BufferPlace {
  readonly at: number;
  readonly bytes: number;
}

/** `saved` is plain data, with Uint8Array and Int32Array anywhere in it; what is called `fields` is left out. */
export async function writeCheckpoint(saved: object): Promise<Uint8Array> {
  const buffers: (readonly [at: number, buffer: Uint8Array])[] = [];
  let end = 0;
  const json = JSON.stringify(saved, (name, value: unknown) => {
    if (name === "fields") return undefined;
    if (!(value instanceof Uint8Array || value instanceof Int32Array)) return value;
    buffers.push([end, new Uint8Array(value.buffer, value.byteOffset, value.byteLength)]);
    const place: BufferPlace = { at: end, bytes: value.byteLength };
    end += aligned(value.byteLength);
    return place;
  });
  const text = encoder.encode(json);
  const start = aligned(HEAD_BYTES + text.length);
  const bytes = new Uint8Array(start + end + DIGEST_BYTES);
  new Uint32Array(bytes.buffer, 0, 3).set([MAGIC, VERSION, text.length]);
  bytes.set(text, HEAD_BYTES);
  for (const [at, buffer] of buffers) bytes.set(buffer, start + at);
  bytes.set(await digest(bytes.subarray(0, start + end)), start + end);
  return bytes;
}

/**
 * The same data again, in buffers of their own. MR5201 if the bytes are not a checkpoint as it was written; whoever made
 * the digest may have written anything, which is for the caller to see.
 */
export async function readCheckpoint(given: Uint8Array): Promise<unknown> {
  // A copy that begins where words may begin; a Buffer's own `slice` would not be one.
  const bytes = new Uint8Array(given);
  const end = bytes.length - DIGEST_BYTES;
  // What is too short, or no checkpoint at all, has another digest too.
  const expected = await digest(bytes.subarray(0, Math.max(end, 0)));
  if (expected.some((byte, i) => byte !== bytes[end + i])) throw damaged("its digest");
  const [, version, textBytes] = new Uint32Array(bytes.buffer, 0, 3) as unknown as [number, number, number];
  if (version !== VERSION) throw damaged(`its version ${version}`);
  const start = aligned(HEAD_BYTES + textBytes);
  const json = decoder.decode(bytes.subarray(HEAD_BYTES, HEAD_BYTES + textBytes));
  let left = end - start;
  return JSON.parse(json, (name, value: unknown) => {
    if (typeof value !== "object" || value === null || !("bytes" in value)) return value;
    const place = value as BufferPlace;
    const buffer = bytes.slice(start + place.at, start + place.at + place.bytes);
    left -= buffer.length;
    if (buffer.length !== place.bytes || left < 0) throw damaged("a buffer");
    return name === "offsets" ? new Int32Array(buffer.buffer) : buffer;
  });
}

function aligned(length: number): number {
  return (length + 7) & ~7;
}

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

export function damaged(part: string, cause?: unknown): MillraceError {
  const what = `the checkpoint is damaged: ${part} is not as written`;
  return new MillraceError("MR5201", what, "restore an earlier one", {}, null, { cause });
}
