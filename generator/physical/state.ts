/** How a group stands in memory, and the schema under which state leaves the module. */
import type { Field, SqlType, TypeKind } from "../../runtime/plan.ts";
import type { Accumulator, GroupKey, WindowAggregate } from "./plan.ts";

/**
 * Where the parts of a group stand, in bytes: keys from the group's start; accumulators from the group's start too, or
 * for a sliding aggregate from the start of a partial, of which groups and nodes have one or two.
 */
export interface GroupLayout {
  readonly bytes: number;
  readonly keys: readonly { readonly offset: number; readonly storage: Storage }[];
  /** One bit per nullable key, by its position among the nullable keys; null: no key is nullable. */
  readonly nullFlags: { readonly offset: number; readonly bytes: 1 | 2 | 4 | 8 } | null;
  readonly accumulators: readonly AccumulatorLayout[];
  readonly partial: PartialLayout | null;
}

/** `stacks`: sums are kept in two stacks; else (a DOUBLE sum, whose order of addition counts) they are added up anew. */
export interface PartialLayout {
  readonly bytes: number;
  readonly stacks: boolean;
  /** Where in the group the sum of the back stands, if it has one. */
  readonly back: number;
  readonly nodeBytes: number;
}

/** `high` is the upper half of a 128-bit sum; `capacity` the room behind a text that is replaced in place. */
export interface AccumulatorLayout {
  readonly offset: number;
  readonly storage: Storage;
  readonly high: number | null;
  readonly capacity: number | null;
}

/** A value's form in a group or a batch: the name of its AssemblyScript type, or a text, or a BOOLEAN. */
export type Storage = "bool" | "i8" | "i16" | "i32" | "i64" | "f32" | "f64" | "text";

const STORAGE: Readonly<Record<TypeKind, Storage>> = {
  BOOLEAN: "bool",
  TINYINT: "i8",
  SMALLINT: "i16",
  INTEGER: "i32",
  BIGINT: "i64",
  REAL: "f32",
  DOUBLE: "f64",
  TEXT: "text",
  DATE: "i32",
  TIMESTAMP: "i64",
  INTERVAL: "i64",
};

const BYTES: Readonly<Record<Storage, number>> = { bool: 1, i8: 1, i16: 2, i32: 4, i64: 8, f32: 4, f64: 8, text: 8 };

export function storageOf(type: SqlType): Storage {
  return STORAGE[type.kind];
}

export function storageBytes(storage: Storage): number {
  return BYTES[storage];
}

/** A group of a tumbling aggregate: its key and its accumulators. */
export function layoutGroup(keys: readonly GroupKey[], accumulators: readonly Accumulator[]): GroupLayout {
  const fields = new Fields();
  const keyPlaces = placeKeys(keys, fields);
  const accumulatorPlaces = placeAccumulators(accumulators, fields, true);
  // A group with neither is still a group: it has to have a place of its own.
  const bytes = Math.max(fields.place(0), 8);
  return { bytes, ...keyPlaces, accumulators: accumulatorPlaces, partial: null };
}

/** Kernel headers: GROUP_HEADER and NODE_HEADER of sliding.ts, and the arrival number at the start of a partial. */
const GROUP_HEADER = 32;
const NODE_HEADER = 16;
const PARTIAL_HEADER = 8;

/** A group of a sliding aggregate: list and key, and the sum of the back; its nodes have the accumulators. */
export function layoutSlidingGroup(keys: readonly GroupKey[], accumulators: readonly Accumulator[]): GroupLayout {
  const partialFields = new Fields();
  const accumulatorPlaces = placeAccumulators(accumulators, partialFields, false);
  const partialBytes = partialFields.place(PARTIAL_HEADER);
  const stacks = !accumulators.some(({ kind }) => kind === "sumDouble");
  const keyFields = new Fields();
  const keyPlaces = placeKeys(keys, keyFields);
  const back = keyFields.place(GROUP_HEADER);
  return {
    bytes: stacks ? back + partialBytes : back,
    ...keyPlaces,
    accumulators: accumulatorPlaces,
    partial: { bytes: partialBytes, stacks, back, nodeBytes: NODE_HEADER + (stacks ? 2 : 1) * partialBytes },
  };
}

/** Fields in order of falling size, so that each is aligned and nothing is lost between them. */
class Fields {
  readonly #fields: { readonly bytes: number; readonly put: (offset: number) => void }[] = [];

  add(bytes: number, put: (offset: number) => void): void {
    this.#fields.push({ bytes, put });
  }

  /** Places all behind `header` bytes, a multiple of 8; returns the end, aligned to 8. */
  place(header: number): number {
    let offset = header;
    for (const size of [8, 4, 2, 1]) {
      for (const { bytes, put } of this.#fields) {
        if (bytes !== size) continue;
        put(offset);
        offset += size;
      }
    }
    return (offset + 7) & ~7;
  }
}

function placeKeys(keys: readonly GroupKey[], fields: Fields): Pick<GroupLayout, "keys" | "nullFlags"> {
  const places = keys.map(({ expr }) => {
    const place = { offset: 0, storage: storageOf(expr.type) };
    fields.add(BYTES[place.storage], (offset) => (place.offset = offset));
    return place;
  });
  const nullableKeys = keys.filter(({ expr }) => expr.nullable).length;
  const flags = { offset: 0, bytes: flagBytes(nullableKeys) };
  if (nullableKeys > 0) fields.add(flags.bytes, (offset) => (flags.offset = offset));
  return { keys: places, nullFlags: nullableKeys > 0 ? flags : null };
}

/** `inPlace`: texts keep room behind them, to be replaced where they stand. */
function placeAccumulators(
  accumulators: readonly Accumulator[],
  fields: Fields,
  inPlace: boolean,
): readonly AccumulatorLayout[] {
  return accumulators.map((accumulator) => {
    const place: { offset: number; storage: Storage; high: number | null; capacity: number | null } = {
      offset: 0,
      storage: accumulatorStorage(accumulator),
      high: null,
      capacity: null,
    };
    fields.add(BYTES[place.storage], (offset) => (place.offset = offset));
    if (accumulator.kind === "sum") fields.add(8, (offset) => (place.high = offset));
    if (place.storage === "text" && inPlace) fields.add(4, (offset) => (place.capacity = offset));
    return place;
  });
}

function flagBytes(nullableKeys: number): 1 | 2 | 4 | 8 {
  if (nullableKeys <= 8) return 1;
  if (nullableKeys <= 16) return 2;
  return nullableKeys <= 32 ? 4 : 8;
}

const BIGINT: SqlType = { kind: "BIGINT" };

/**
 * The columns of an aggregate's state outside the module: the slice and, for tumbling windows, whether it has been
 * sent, for others the number of the row that began it; the keys; per accumulator its value, for a 128-bit sum the
 * signed lower and the upper half. An extreme without a value yet holds what every value beats (a text is NULL).
 */
export function stateFields({
  keys,
  accumulators,
  window,
}: Pick<WindowAggregate, "keys" | "accumulators" | "window">): readonly Field[] {
  return [
    { name: "slice_start", type: { kind: "TIMESTAMP", precision: 6 }, nullable: false },
    window.kind === "tumble"
      ? { name: "sent", type: { kind: "BOOLEAN" }, nullable: false }
      : { name: "arrival", type: BIGINT, nullable: false },
    ...keys.map(({ name, expr }) => ({ name, type: expr.type, nullable: expr.nullable })),
    ...accumulators.flatMap((accumulator): Field[] => {
      const { kind, name, type } = accumulator;
      if (kind === "sum") {
        return [
          { name: `${name} low`, type: BIGINT, nullable: false },
          { name: `${name} high`, type: BIGINT, nullable: false },
        ];
      }
      return [{ name, type, nullable: type.kind === "TEXT" }];
    }),
  ];
}

function accumulatorStorage({ kind, type }: Accumulator): Storage {
  if (kind === "count" || kind === "sum") return "i64";
  if (kind === "sumDouble") return "f64";
  return storageOf(type);
}
