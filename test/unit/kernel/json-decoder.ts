/** Renders, compiles and runs the JSON-lines decoder for a source, and reads what it leaves in memory. */
import { readFileSync } from "node:fs";
import Handlebars from "handlebars";
import { compileAssembly } from "../../../generator/build/asc.ts";
import { placeBatch } from "../../../generator/emit/batch-place.ts";
import {
  buildJsonLinesDecoder,
  type JsonLinesModel,
  type JsonSource,
} from "../../../generator/emit/decode/json-lines.ts";
import { importsOf } from "../../../generator/emit/imports.ts";
import { Names } from "../../../generator/emit/names.ts";
import * as layout from "../../../runtime/assembly/layout.ts";
import type { Field, Value } from "../../../runtime/plan.ts";

export interface DecoderOptions {
  /** Default: all declared columns. */
  readonly required?: readonly number[];
  readonly eventTime?: number | null;
  readonly rowBytesMax?: number;
  readonly target?: "debug" | "release";
  readonly maximumPages?: number;
}

export interface DecodedRow {
  readonly values: readonly Value[];
  /** The line as the decoder says it lies in memory. */
  readonly line: string;
}

export interface LineError {
  readonly code: number;
  /** Ordinal in the declaration, or -1. */
  readonly column: number;
  readonly at: number;
  readonly offset: number;
  readonly number: number;
  readonly length: number;
  /** The first bytes of the line, at most 256. */
  readonly sample: string;
  /** How many rows came before it. */
  readonly rowsBefore: number;
}

export interface Decoded {
  readonly rows: readonly DecodedRow[];
  readonly errors: readonly LineError[];
}

const ROW_BYTES_MAX = 1_048_576;
const FORMATS = {
  BOOLEAN: 4,
  TINYINT: 0,
  SMALLINT: 1,
  INTEGER: 2,
  BIGINT: 3,
  REAL: 2,
  DOUBLE: 3,
  TEXT: 5,
  DATE: 2,
  TIMESTAMP: 3,
} as const;
const NULLABLE = 16;

/** The text of a file of its own: the decoder and the batch it fills. */
export function decoderSource(source: JsonSource, options: DecoderOptions = {}): string {
  const required = options.required ?? source.columns.map((_, ordinal) => ordinal);
  const fields = required.map((ordinal) => source.columns[ordinal]!);
  const place = placeBatch(fields, "", "INPUT_ROWS", new Names());
  const model = buildJsonLinesDecoder(
    source,
    required,
    place.columns,
    options.eventTime ?? null,
    options.rowBytesMax ?? ROW_BYTES_MAX,
  );
  const formats = fields.map(formatOf);
  const body = `const BATCH: usize = memory.data<u8>([${[...formats, 255].join(", ")}]);
${place.declarations.join("\n")}
const batch: usize = memory.data<u32>([0, INPUT_ROWS, 0, 0${place.header}]);
export function createBatch(): usize {
  clearBatch();
  return batch;
}
export function clearBatch(): void {
  Batch.clear(batch, BATCH);
}
export function memoryUsed(): usize {
  return Memory.used();
}

${render(model)}`;
  const imports = importsOf(body).map(({ from, names }) => `import { ${names} } from "${from}";\n`);
  return `${imports.join("")}\n${body}`;
}

const template = Handlebars.compile<JsonLinesModel>(
  readFileSync(new URL("../../../templates/decode/json-lines.hbs", import.meta.url), "utf8"),
  { strict: true, noEscape: true, knownHelpersOnly: true, explicitPartialContext: true },
);

function render(model: JsonLinesModel): string {
  return template(model);
}

function formatOf({ type, nullable }: Field): number {
  if (type.kind === "INTERVAL") throw new Error("no column type");
  return FORMATS[type.kind] + (nullable ? NULLABLE : 0);
}

interface DecoderExports {
  readonly memory: WebAssembly.Memory;
  createBatch(): number;
  clearBatch(): void;
  memoryUsed(): number;
  input(bytes: number): number;
  decode(bytes: number, last: number): number;
  decoded(): number;
}

export async function compileDecoder(
  source: JsonSource,
  options: DecoderOptions = {},
): Promise<() => Promise<Decoder>> {
  const { target = "debug", maximumPages } = options;
  const text = decoderSource(source, options);
  const { wasm } = await compileAssembly(new Map([["decoder.ts", text]]), "decoder.ts", {
    target,
    ...(maximumPages === undefined ? {} : { maximumPages }),
  });
  const module = await WebAssembly.compile(wasm as BufferSource);
  const columns = (options.required ?? [...source.columns.keys()]).map((ordinal) => source.columns[ordinal]!);
  return async () => new Decoder((await WebAssembly.instantiate(module)).exports as unknown as DecoderExports, columns);
}

/** One input of bytes. */
export class Decoder {
  readonly exports: DecoderExports;
  readonly #columns: readonly Field[];
  readonly #batch: number;
  rows: DecodedRow[] = [];
  errors: LineError[] = [];
  /** Calls of `decode` so far, by what they returned. */
  readonly calls = [0, 0, 0, 0];

  constructor(exports: DecoderExports, columns: readonly Field[]) {
    this.exports = exports;
    this.#columns = columns;
    this.#batch = exports.createBatch() >>> 0;
  }

  get view(): DataView {
    return new DataView(this.exports.memory.buffer);
  }

  /** Takes a chunk. False, and nothing has happened, if memory has ended. */
  push(chunk: Uint8Array, last = false): boolean {
    const address = this.exports.input(chunk.length) >>> 0;
    if (address === 0) return false;
    new Uint8Array(this.exports.memory.buffer, address, chunk.length).set(chunk);
    return this.drain(chunk.length, last);
  }

  /** Decodes what has been written; false if memory has ended. */
  drain(bytes: number, last: boolean): boolean {
    for (let fresh = bytes; ; fresh = 0) {
      this.exports.clearBatch();
      const status = this.exports.decode(fresh, last ? 1 : 0);
      this.calls[status]!++;
      const found = this.#collect();
      if (status === layout.MORE && found === 0) throw new Error("MORE, but nothing has happened");
      if (status !== layout.MORE) return status === layout.DONE;
    }
  }

  take(): Decoded {
    const decoded = { rows: this.rows, errors: this.errors };
    this.rows = [];
    this.errors = [];
    return decoded;
  }

  /** DECODED_* as the host would keep it in a checkpoint. */
  position(): { bytes: Uint8Array; position: bigint; lineCount: bigint; cut: bigint } {
    const view = this.view;
    const decoded = this.exports.decoded() >>> 0;
    const start = view.getUint32(decoded + layout.DECODED_PARTIAL, true);
    const length = view.getUint32(decoded + layout.DECODED_END, true) - start;
    return {
      bytes: new Uint8Array(view.buffer, start, length).slice() as Uint8Array,
      position: view.getBigUint64(decoded + layout.DECODED_POSITION, true),
      lineCount: view.getBigUint64(decoded + layout.DECODED_LINE_COUNT, true),
      cut: view.getBigUint64(decoded + layout.DECODED_CUT, true),
    };
  }

  /** Continues where another decoder was. */
  restore({ position, lineCount, cut }: { position: bigint; lineCount: bigint; cut: bigint }): void {
    const decoded = this.exports.decoded() >>> 0;
    this.view.setBigUint64(decoded + layout.DECODED_POSITION, position, true);
    this.view.setBigUint64(decoded + layout.DECODED_LINE_COUNT, lineCount, true);
    this.view.setBigUint64(decoded + layout.DECODED_CUT, cut, true);
  }

  /** Returns how many lines were reported. */
  #collect(): number {
    const view = this.view;
    const decoded = this.exports.decoded() >>> 0;
    const count = view.getUint32(this.#batch + layout.BATCH_ROWS, true);
    const lines = decoded + layout.DECODED_LINES;
    const before = this.rows.length;
    for (let row = 0; row < count; row++) {
      const entry = lines + row * layout.LINE_BYTES;
      this.rows.push({
        values: this.#columns.map((column, index) => this.#value(view, index, column, row)),
        line: text(view, view.getUint32(entry, true), view.getUint32(entry + layout.LINE_LENGTH, true)),
      });
    }
    const errors = decoded + layout.DECODED_ERRORS;
    const errorCount = view.getUint32(decoded + layout.DECODED_ERROR_COUNT, true);
    for (let i = 0; i < errorCount; i++) {
      const entry = errors + i * layout.LINE_ERROR_BYTES;
      const length = view.getUint32(entry + layout.LINE_ERROR_LENGTH, true);
      this.errors.push({
        code: view.getInt32(entry + layout.LINE_ERROR_CODE, true),
        column: view.getInt32(entry + layout.LINE_ERROR_COLUMN, true),
        at: view.getUint32(entry + layout.LINE_ERROR_AT, true),
        offset: Number(view.getBigUint64(entry + layout.LINE_ERROR_OFFSET, true)),
        number: Number(view.getBigUint64(entry + layout.LINE_ERROR_NUMBER, true)),
        length,
        sample: latin1(view, view.getUint32(entry + layout.LINE_ERROR_ADDRESS, true), Math.min(length, 256)),
        rowsBefore: before + view.getUint32(entry + layout.LINE_ERROR_ROW, true),
      });
    }
    return count + errorCount;
  }

  #value(view: DataView, index: number, { type }: Field, row: number): Value {
    const entry = this.#batch + layout.BATCH_COLUMNS + index * layout.COLUMN_BYTES;
    const validity = view.getUint32(entry + layout.COLUMN_VALIDITY, true);
    if (validity !== 0 && !bit(view, validity, row)) return null;
    const values = view.getUint32(entry + layout.COLUMN_VALUES, true);
    switch (type.kind) {
      case "BOOLEAN":
        return bit(view, values, row);
      case "TINYINT":
        return view.getInt8(values + row);
      case "SMALLINT":
        return view.getInt16(values + row * 2, true);
      case "INTEGER":
      case "DATE":
        return view.getInt32(values + row * 4, true);
      case "BIGINT":
      case "TIMESTAMP":
        return view.getBigInt64(values + row * 8, true);
      case "REAL":
        return view.getFloat32(values + row * 4, true);
      case "DOUBLE":
        return view.getFloat64(values + row * 8, true);
      case "TEXT": {
        const offsets = view.getUint32(entry + layout.COLUMN_OFFSETS, true) + row * 4;
        const start = view.getUint32(offsets, true);
        const data = view.getUint32(entry + layout.COLUMN_DATA, true);
        return text(view, data + start, view.getUint32(offsets + 4, true) - start);
      }
      case "INTERVAL":
        throw new Error("no column type");
    }
  }
}

function bit(view: DataView, bitmap: number, index: number): boolean {
  return ((view.getUint8(bitmap + (index >>> 3)) >>> (index & 7)) & 1) !== 0;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function text(view: DataView, address: number, length: number): string {
  return utf8.decode(new Uint8Array(view.buffer, address, length));
}

function latin1(view: DataView, address: number, length: number): string {
  return String.fromCharCode(...new Uint8Array(view.buffer, address, length));
}
