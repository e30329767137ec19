/** How generated code reads and writes the parts of a group: its keys and its accumulators. */
import type { SqlType } from "../../runtime/plan.ts";
import type { Accumulator, WindowAggregate } from "../physical/plan.ts";
import type { Storage } from "../physical/state.ts";
import { asType, type Operand } from "./expr.ts";
import { commentText } from "./literals.ts";
import type { FieldModel } from "./model.ts";
import { Names } from "./names.ts";

/** Names for the fields of a group, one constant each, and accessors in terms of them. */
export class GroupFields {
  /** Constants of the key fields and of the accumulator fields, in order of their offsets. */
  readonly keyModels: readonly FieldModel[];
  readonly accumulatorModels: readonly FieldModel[];
  readonly #aggregate: WindowAggregate;
  readonly #keys: readonly string[];
  readonly #offsets: readonly string[];
  readonly #highs = new Map<number, string>();
  readonly #capacities = new Map<number, string>();
  readonly nullFlags: string;

  /** `upstream`: the constants are those of the file before, as the aggregate's source sees them. */
  constructor(aggregate: WindowAggregate, upstream: boolean) {
    this.#aggregate = aggregate;
    const { layout } = aggregate;
    const names = new Names();
    const keyModels: FieldModel[] = [];
    const accumulatorModels: FieldModel[] = [];
    let models = keyModels;
    const declare = (wanted: string, offset: number, meaning: string): string => {
      const name = names.freshConstant(wanted);
      models.push({ name, offset, meaning: commentText(meaning) });
      return upstream ? `upstream.${name}` : name;
    };
    this.#keys = aggregate.keys.map((key, i) => declare(key.name, layout.keys[i]!.offset, `key ${key.name}`));
    this.nullFlags =
      layout.nullFlags === null ? "" : declare("NULL_KEYS", layout.nullFlags.offset, "bit i: nullable key i is NULL");
    models = accumulatorModels;
    this.#offsets = aggregate.accumulators.map((accumulator, i) => {
      const place = layout.accumulators[i]!;
      const name = declare(accumulatorName(accumulator), place.offset, accumulator.name);
      const base = accumulatorName(accumulator);
      if (place.high !== null) this.#highs.set(i, declare(`${base}_HIGH`, place.high, "its upper 64 bits"));
      if (place.capacity !== null) this.#capacities.set(i, declare(`${base}_ROOM`, place.capacity, "bytes behind it"));
      return name;
    });
    this.keyModels = keyModels.sort((a, b) => a.offset - b.offset);
    this.accumulatorModels = accumulatorModels.sort((a, b) => a.offset - b.offset);
  }

  /** All of its constants. */
  get names(): readonly string[] {
    return [...this.keyModels, ...this.accumulatorModels].map(({ name }) => name);
  }

  offsetName = (accumulator: number): string => this.#offsets[accumulator]!;
  highName = (accumulator: number): string => this.#highs.get(accumulator)!;
  capacityName = (accumulator: number): string => this.#capacities.get(accumulator)!;
  keyName = (key: number): string => this.#keys[key]!;

  readKey(group: string, key: number): Operand {
    const { storage } = this.#aggregate.layout.keys[key]!;
    const bit = this.nullBit(key);
    const isNull = bit === null ? null : `(${this.loadNullFlags(group)} & ${1n << BigInt(bit)}) != 0`;
    return { value: read(storage, group, this.#keys[key]!), isNull, compound: storage === "bool" };
  }

  /** A min or max of the accumulators at `base`. */
  readAccumulator(base: string, accumulator: number): Operand {
    const { storage } = this.#aggregate.layout.accumulators[accumulator]!;
    return { value: read(storage, base, this.#offsets[accumulator]!), isNull: null, compound: storage === "bool" };
  }

  /** The type to store an accumulator's value as. */
  accumulatorType(accumulator: number): string {
    return storeType(this.#aggregate.layout.accumulators[accumulator]!.storage);
  }

  loadNullFlags(group: string): string {
    return `load<u${this.#aggregate.layout.nullFlags!.bytes * 8}>(${group}, ${this.nullFlags})`;
  }

  /** The key's position among the nullable ones; null: it cannot be NULL. */
  nullBit(key: number): number | null {
    const { keys } = this.#aggregate;
    return keys[key]!.expr.nullable ? keys.slice(0, key).filter((k) => k.expr.nullable).length : null;
  }

  /** Stores the key that `openGroup` is given; `keptText` is an expression for a text that belongs to the group. */
  keyLines(keys: readonly KeyLocal[], keptText: (key: string) => string): string[] {
    const { layout } = this.#aggregate;
    const lines = keys.map(({ name, storage }, i) => {
      const value = storage === "text" ? keptText(name) : name;
      return `store<${keyStoreType(storage)}>(group, ${value}, ${this.#keys[i]});`;
    });
    if (layout.nullFlags !== null)
      lines.push(`store<u${layout.nullFlags.bytes * 8}>(group, nullKeys, ${this.nullFlags});`);
    return lines;
  }

  /** Puts every accumulator at `base` at its identity. */
  clearLines(base: string): string[] {
    const { accumulators, layout } = this.#aggregate;
    return accumulators.flatMap((accumulator, i) => {
      const { storage, high, capacity } = layout.accumulators[i]!;
      return [
        `store<${storeType(storage)}>(${base}, ${identity(accumulator, storage)}, ${this.#offsets[i]});`,
        ...(high === null ? [] : [`store<i64>(${base}, 0, ${this.highName(i)});`]),
        ...(capacity === null ? [] : [`store<u32>(${base}, 0, ${this.capacityName(i)});`]),
      ];
    });
  }
}

/** A group key in a local: floats as their canonical bits, NULL as 0. */
export interface KeyLocal {
  readonly name: string;
  readonly storage: Storage;
  readonly type: SqlType;
}

/** The type of a key in a local and as a parameter. */
export function keyType({ storage, type }: KeyLocal): string {
  if (storage === "f32") return "u32";
  return storage === "f64" ? "u64" : asType(type);
}

function read(storage: Storage, group: string, field: string): string {
  switch (storage) {
    case "bool":
      return `load<u8>(${group}, ${field}) != 0`;
    case "i8":
    case "i16":
      return `<i32>load<${storage}>(${group}, ${field})`;
    case "text":
      return `load<TextRef>(${group}, ${field})`;
    default:
      return `load<${storage}>(${group}, ${field})`;
  }
}

/** Floats of keys are their bits. */
function keyStoreType(storage: Storage): string {
  if (storage === "f32") return "u32";
  return storage === "f64" ? "u64" : storeType(storage);
}

/** The type to store an accumulator's value as. */
export function storeType(storage: Storage): string {
  switch (storage) {
    case "bool":
      return "u8";
    case "text":
      return "TextRef";
    default:
      return storage;
  }
}

/** Beaten by every value of its type. */
const WORST_MIN: Readonly<Record<Storage, string>> = {
  bool: "1",
  i8: "i8.MAX_VALUE",
  i16: "i16.MAX_VALUE",
  i32: "i32.MAX_VALUE",
  i64: "i64.MAX_VALUE",
  f32: "f32.NaN",
  f64: "f64.NaN",
  text: "0",
};
const WORST_MAX: Readonly<Record<Storage, string>> = {
  bool: "0",
  i8: "i8.MIN_VALUE",
  i16: "i16.MIN_VALUE",
  i32: "i32.MIN_VALUE",
  i64: "i64.MIN_VALUE",
  f32: "f32.NEGATIVE_INFINITY",
  f64: "f64.NEGATIVE_INFINITY",
  text: "0",
};

/** What an accumulator holds before the first value. A sum starts at -0, which keeps the sign of a sum of -0. */
export function identity({ kind }: Accumulator, storage: Storage): string {
  if (kind === "min") return WORST_MIN[storage];
  if (kind === "max") return WORST_MAX[storage];
  return kind === "sumDouble" ? "-0.0" : "0";
}

function accumulatorName({ kind, name }: Accumulator): string {
  const words = name
    .replace(/^\w+\(/, "")
    .replace(/\b\w+\./g, "")
    .replace(/[^A-Za-z0-9]+/g, " ")
    .trim();
  const prefix = kind === "sumDouble" ? "sum" : kind;
  return `${prefix} ${words}`.trim().slice(0, 40);
}
