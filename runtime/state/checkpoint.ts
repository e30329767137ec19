/**
 * A checkpoint as bytes: magic, version, a header in JSON, the buffers it describes, each aligned to 8, and SHA-256
 * over all of that. State is columns in Arrow layout under the schema of its operator, never a dump of memory.
 */
import type { ColumnBatch, ColumnData } from "../batch/column-batch.ts";
import { MillraceError } from "../errors.ts";
import type { Field } from "../plan.ts";

const MAGIC = 0x50_43_52_4d; // "MRCP"
const VERSION = 0;
const DIGEST_BYTES = 32;

export interface CheckpointData<H> {
  readonly header: H;
  readonly raw: readonly Uint8Array[];
  readonly batches: readonly ColumnBatch[];
}

/** How the buffers of a batch follow each other, in bytes: per column validity, values, offsets, data; then the ops. */
interface BatchShape {
  readonly rows: number;
  readonly ops: number;
  readonly columns: readonly (readonly [validity: number, values: number, offsets: number, data: number])[];
}

interface Envelope<H> {
  readonly header: H;
  readonly raw: readonly number[];
  readonly batches: readonly BatchShape[];
}

export async function writeCheckpoint<H>({ header, raw, batches }: CheckpointData<H>): Promise<Uint8Array> {
  const envelope: Envelope<H> = { header, raw: raw.map(({ length }) => length), batches: batches.map(shapeOf) };
  const json = new TextEncoder().encode(JSON.stringify(envelope));
  const buffers = [...raw, ...batches.flatMap(buffersOf)];
  const start = aligned(12 + json.length);
  const length = buffers.reduce((total, { byteLength }) => total + aligned(byteLength), start);
  const bytes = new Uint8Array(length + DIGEST_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, VERSION, true);
  view.setUint32(8, json.length, true);
  bytes.set(json, 12);
  let at = start;
  for (const buffer of buffers) {
    bytes.set(new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength), at);
    at += aligned(buffer.byteLength);
  }
  bytes.set(await digest(bytes.subarray(0, length)), length);
  return bytes;
}

/** MR5201 if the bytes are not a checkpoint as it was written. `fieldsOf` names the columns of each batch. */
export async function readCheckpoint<H>(
  bytes: Uint8Array,
  fieldsOf: (header: H) => readonly (readonly Field[])[],
): Promise<CheckpointData<H>> {
  const end = bytes.length - DIGEST_BYTES;
  if (end < 12) throw damaged("it is too short");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw damaged("it does not begin as a checkpoint does");
  const expected = await digest(bytes.subarray(0, end));
  if (expected.some((byte, i) => byte !== bytes[end + i])) throw damaged("its digest does not match its contents");
  if (view.getUint32(4, true) !== VERSION)
    throw damaged(`its format has version ${view.getUint32(4, true)}, this runtime reads ${VERSION}`);
  const jsonLength = view.getUint32(8, true);
  const envelope = JSON.parse(new TextDecoder().decode(bytes.subarray(12, 12 + jsonLength))) as Envelope<H>;
  let at = aligned(12 + jsonLength);
  // Copies, so that every buffer starts where its typed views must.
  const take = (length: number): Uint8Array<ArrayBuffer> => {
    const buffer = bytes.slice(at, at + length) as Uint8Array<ArrayBuffer>;
    at += aligned(length);
    return buffer;
  };
  const raw = envelope.raw.map(take);
  const fields = fieldsOf(envelope.header);
  const batches = envelope.batches.map((shape, i): ColumnBatch => {
    const columns = shape.columns.map(([validity, values, offsets, data]): ColumnData => {
      const parts = {
        validity: take(validity),
        values: take(values),
        offsets: new Int32Array(take(offsets).buffer),
        data: take(data),
      };
      return parts;
    });
    return { fields: fields[i]!, rows: shape.rows, ops: take(shape.ops), columns };
  });
  return { header: envelope.header, raw, batches };
}

function shapeOf({ rows, ops, columns }: ColumnBatch): BatchShape {
  return {
    rows,
    ops: ops.byteLength,
    columns: columns.map((c) => [c.validity.byteLength, c.values.byteLength, c.offsets.byteLength, c.data.byteLength]),
  };
}

function buffersOf({ ops, columns }: ColumnBatch): readonly (Uint8Array | Int32Array)[] {
  return [...columns.flatMap((c) => [c.validity, c.values, c.offsets, c.data]), ops];
}

function aligned(length: number): number {
  return (length + 7) & ~7;
}

async function digest(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
}

function damaged(why: string): MillraceError {
  return new MillraceError(
    "MR5201",
    `the checkpoint is damaged: ${why}`,
    "restore an earlier one; nothing was changed",
  );
}
