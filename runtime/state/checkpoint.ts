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

/** What stands for a buffer: `at` from the end of the JSON, and whether it is of 32-bit words. */
interface BufferPlace {
  readonly at: number;
  readonly bytes: number;
  readonly words: boolean;
}

/** `saved` is plain data, with Uint8Array and Int32Array anywhere in it; what is called `fields` is left out. */
export async function writeCheckpoint(saved: object): Promise<Uint8Array> {
  const buffers: (readonly [at: number, buffer: Uint8Array])[] = [];
  let end = 0;
  const json = JSON.stringify(saved, (name, value: unknown) => {
    if (name === "fields") return undefined;
    if (!(value instanceof Uint8Array || value instanceof Int32Array)) return value;
    buffers.push([end, new Uint8Array(value.buffer, value.byteOffset, value.byteLength)]);
    const place: BufferPlace = { at: end, bytes: value.byteLength, words: value instanceof Int32Array };
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

/** The same data again. MR5201 if the bytes are not a checkpoint as it was written. */
export async function readCheckpoint(given: Uint8Array): Promise<unknown> {
  // A copy that begins where words may begin; a Buffer's own `slice` would not be one.
  const bytes = new Uint8Array(given);
  const end = bytes.length - DIGEST_BYTES;
  if (end < HEAD_BYTES) throw damaged("it is too short");
  const [magic, version, textBytes] = new Uint32Array(bytes.buffer, 0, 3) as unknown as [number, number, number];
  if (magic !== MAGIC) throw damaged("it is no checkpoint");
  const expected = await digest(bytes.subarray(0, end));
  if (expected.some((byte, i) => byte !== bytes[end + i])) throw damaged("its digest does not match");
  if (version !== VERSION) throw damaged(`it has version ${version}, this runtime reads ${VERSION}`);
  const start = aligned(HEAD_BYTES + textBytes);
  const json = decoder.decode(bytes.subarray(HEAD_BYTES, HEAD_BYTES + textBytes));
  return JSON.parse(json, (_, value: unknown) => {
    if (typeof value !== "object" || value === null || !("words" in value)) return value;
    const place = value as BufferPlace;
    const buffer = bytes.slice(start + place.at, start + place.at + place.bytes);
    return place.words ? new Int32Array(buffer.buffer) : buffer;
  });
}

function aligned(length: number): number {
  return (length + 7) & ~7;
}

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

function damaged(why: string): MillraceError {
  return new MillraceError(
    "MR5201",
    `the checkpoint is damaged: ${why}`,
    "restore an earlier one; nothing was changed",
  );
}
