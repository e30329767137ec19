/**
 * The open input batch of a module, written column by column from JavaScript values. Each `set…` stores one value and
 * returns 0, or the number of the code that says why the value cannot be stored (assembly/codes.ts); generated codecs
 * call them in the order of the declaration and stop at the first that refuses.
 */
import {
  DATETIME_OUT_OF_RANGE,
  INVALID_UTF8,
  type NULL_EVENT_TIME,
  type NULL_NOT_ALLOWED,
  OUT_OF_RANGE,
  TEXT_TOO_LONG,
  WRONG_TYPE,
} from "../assembly/codes.ts";
import {
  BATCH_COLUMNS,
  BATCH_ROWS,
  COLUMN_BYTES,
  COLUMN_DATA,
  COLUMN_DATA_CAPACITY,
  COLUMN_OFFSETS,
  COLUMN_VALIDITY,
  COLUMN_VALUES,
} from "../assembly/layout.ts";
import { DATE_LIMIT, daysOfText, floorTo, instantOf } from "./datetime.ts";
import type { MemoryView } from "./memory-view.ts";
import { encoder } from "./utf8.ts";

/** What a NULL in a column means: 0 (allowed) or a code. */
export type NullCode = 0 | typeof NULL_NOT_ALLOWED | typeof NULL_EVENT_TIME;

export class InputBatch {
  readonly view: MemoryView;
  /** The address of the header. */
  readonly header: number;
  /** Addresses by column; they do not change while the module lives, but for the data of texts. */
  readonly values: readonly number[];
  readonly validity: readonly number[];
  readonly offsets: readonly number[];
  /** Makes room for `bytes` bytes of a column's texts and keeps the first `used`; MR6301 if memory has ended. */
  readonly reserve: (column: number, used: number, bytes: number) => void;

  constructor(
    view: MemoryView,
    header: number,
    columns: number,
    reserve: (column: number, used: number, bytes: number) => void,
  ) {
    this.view = view;
    this.header = header;
    this.reserve = reserve;
    const each = (field: number) =>
      Array.from({ length: columns }, (_, column) =>
        view.address(header + BATCH_COLUMNS + column * COLUMN_BYTES + field),
      );
    this.values = each(COLUMN_VALUES);
    this.validity = each(COLUMN_VALIDITY);
    this.offsets = each(COLUMN_OFFSETS);
  }

  /** Rows that the decoder has put into the batch. */
  get rows(): number {
    return this.view.address(this.header + BATCH_ROWS);
  }

  /** Where the texts of a column begin; `reserve` may move them. */
  textAt(column: number): number {
    return this.view.address(this.header + BATCH_COLUMNS + column * COLUMN_BYTES + COLUMN_DATA);
  }

  /** Takes back what was written of a row that turned out not to be one. */
  forget(row: number): void {
    for (const address of this.validity) if (address !== 0) this.view.u8[address + (row >>> 3)]! |= 1 << (row & 7);
  }

  /** Marks the value NULL where it may be; a TEXT gets length 0. */
  setNull(column: number, row: number, nulls: NullCode): number {
    if (nulls !== 0) return nulls;
    const at = this.validity[column]! + (row >>> 3);
    this.view.u8[at]! &= ~(1 << (row & 7));
    const offsets = this.offsets[column]!;
    if (offsets !== 0) this.view.i32[(offsets >>> 2) + row + 1] = this.view.i32[(offsets >>> 2) + row]!;
    return 0;
  }

  setBoolean(column: number, row: number, nulls: NullCode, value: unknown): number {
    if (typeof value !== "boolean") return this.#noValue(column, row, nulls, value);
    const at = this.values[column]! + (row >>> 3);
    if (value) this.view.u8[at]! |= 1 << (row & 7);
    else this.view.u8[at]! &= ~(1 << (row & 7));
    return 0;
  }

  /** TINYINT. Integral numbers and bigints in range. */
  setI8(column: number, row: number, nulls: NullCode, value: unknown): number {
    return this.#setInteger(this.view.i8, this.values[column]!, 24, column, row, nulls, value);
  }

  /** SMALLINT. */
  setI16(column: number, row: number, nulls: NullCode, value: unknown): number {
    return this.#setInteger(this.view.i16, this.values[column]! >>> 1, 16, column, row, nulls, value);
  }

  /** INTEGER. */
  setI32(column: number, row: number, nulls: NullCode, value: unknown): number {
    return this.#setInteger(this.view.i32, this.values[column]! >>> 2, 0, column, row, nulls, value);
  }

  /** `at`: index of the first value; `unused`: upper bits of 32 that the type does not have. */
  #setInteger(
    view: Int8Array | Int16Array | Int32Array,
    at: number,
    unused: number,
    column: number,
    row: number,
    nulls: NullCode,
    given: unknown,
  ): number {
    const value = typeof given === "bigint" ? Number(given) : given;
    if (typeof value !== "number") return this.#noValue(column, row, nulls, value);
    if (value !== (value << unused) >> unused) return Number.isInteger(value) ? OUT_OF_RANGE : WRONG_TYPE;
    view[at + row] = value;
    return 0;
  }

  /** BIGINT: a bigint, a whole number up to 2^53, or a string of digits. */
  setI64(column: number, row: number, nulls: NullCode, value: unknown): number {
    if (typeof value !== "number") return this.#setWide(column, row, nulls, value);
    if (!Number.isSafeInteger(value)) return Number.isInteger(value) ? OUT_OF_RANGE : WRONG_TYPE;
    this.#storeI64(this.values[column]! + (row << 3), value);
    return 0;
  }

  #setWide(column: number, row: number, nulls: NullCode, given: unknown): number {
    let value = given;
    if (typeof value === "string" && /^-?\d+$/.test(value)) {
      // More digits are not worth converting, however many they are.
      if (!/^-?0*\d{1,19}$/.test(value)) return OUT_OF_RANGE;
      value = BigInt(value);
    }
    if (typeof value !== "bigint") return this.#noValue(column, row, nulls, value);
    if (BigInt.asIntN(64, value) !== value) return OUT_OF_RANGE;
    this.view.i64[(this.values[column]! >>> 3) + row] = value;
    return 0;
  }

  /** REAL: rounded to the nearest 32-bit value. */
  setF32(column: number, row: number, nulls: NullCode, value: unknown): number {
    if (typeof value !== "number") return this.#noValue(column, row, nulls, value);
    if (Number.isFinite(value) && !Number.isFinite(Math.fround(value))) return OUT_OF_RANGE;
    this.view.f32[(this.values[column]! >>> 2) + row] = value;
    return 0;
  }

  setF64(column: number, row: number, nulls: NullCode, value: unknown): number {
    if (typeof value !== "number") return this.#noValue(column, row, nulls, value);
    this.view.f64[(this.values[column]! >>> 3) + row] = value;
    return 0;
  }

  /** A string; `maxLength` counts code points, 0 means no limit. */
  setText(column: number, row: number, nulls: NullCode, value: unknown, maxLength: number): number {
    if (typeof value !== "string") return this.#noValue(column, row, nulls, value);
    const start = this.view.u32[(this.offsets[column]! >>> 2) + row]!;
    const entry = this.header + BATCH_COLUMNS + column * COLUMN_BYTES;
    if (start + value.length * 3 > this.view.u32[(entry + COLUMN_DATA_CAPACITY) >>> 2]!) {
      this.reserve(column, start, start + value.length * 3);
    }
    const at = this.view.u32[(entry + COLUMN_DATA) >>> 2]! + start;
    const { u8 } = this.view;
    let bytes = 0;
    for (; bytes < value.length; bytes++) {
      const unit = value.charCodeAt(bytes);
      if (unit > 0x7f) break;
      u8[at + bytes] = unit;
    }
    if (bytes < value.length) {
      if (!value.isWellFormed()) return INVALID_UTF8;
      bytes = encoder.encodeInto(value, u8.subarray(at)).written;
    }
    if (maxLength !== 0 && value.length > maxLength && [...value].length > maxLength) return TEXT_TOO_LONG;
    this.view.u32[(this.offsets[column]! >>> 2) + row + 1] = start + bytes;
    return 0;
  }

  /** DATE: `YYYY-MM-DD` or a Date, of which the UTC day counts. */
  setDate(column: number, row: number, nulls: NullCode, value: unknown): number {
    let days: number;
    if (typeof value === "string") {
      const parsed = daysOfText(value);
      if (parsed.code !== 0) return parsed.code;
      days = parsed.days;
    } else if (value instanceof Date && !Number.isNaN(value.getTime())) days = Math.floor(value.getTime() / 86_400_000);
    else return this.#noValue(column, row, nulls, value);
    if (Math.abs(days) > DATE_LIMIT) return DATETIME_OUT_OF_RANGE;
    this.view.i32[(this.values[column]! >>> 2) + row] = days;
    return 0;
  }

  /**
   * TIMESTAMP: milliseconds since the epoch whose fraction carries microseconds, a bigint of microseconds, a Date, or a
   * string as JSON has it. `step` is the column's finest digit in microseconds; finer ones are cut toward minus infinity.
   */
  setTimestamp(column: number, row: number, nulls: NullCode, value: unknown, step: number): number {
    if (typeof value === "number") {
      // In the range of exact doubles no bigint is needed.
      const us = Math.round(value * 1000);
      if (us <= 2 ** 53 && us >= -(2 ** 53)) {
        this.#storeI64(this.values[column]! + (row << 3), step === 1 ? us : Math.floor(us / step) * step);
        return 0;
      }
    }
    return this.#setInstant(column, row, nulls, value, step);
  }

  #setInstant(column: number, row: number, nulls: NullCode, value: unknown, step: number): number {
    if (value === null || value === undefined) return this.setNull(column, row, nulls);
    const us = instantOf(value);
    if (typeof us === "number") return us;
    this.view.i64[(this.values[column]! >>> 3) + row] = floorTo(us, BigInt(step));
    return 0;
  }

  /** What is neither of the column's type nor NULL is of the wrong type. */
  #noValue(column: number, row: number, nulls: NullCode, value: unknown): number {
    return value === null || value === undefined ? this.setNull(column, row, nulls) : WRONG_TYPE;
  }

  /** A safe integer as 64 bits, without a bigint. */
  #storeI64(at: number, value: number): void {
    const word = at >>> 2;
    this.view.i32[word] = value;
    this.view.i32[word + 1] = Math.floor(value / 4294967296);
  }
}
