/** Batches whose buffers have fixed places: the place of a column is a constant that goes into each load and store. */
import type { Field } from "../../runtime/plan.ts";
import { type Storage, storageOf } from "../physical/state.ts";
import type { Names } from "./names.ts";

/** Where the buffers of a column stand: names of constants, 0 where there is none. TEXT data moves, it has no place. */
export interface ColumnPlace {
  readonly storage: Storage;
  readonly validity: string;
  readonly values: string;
  readonly offsets: string;
}

export interface BatchPlace {
  readonly columns: readonly ColumnPlace[];
  readonly declarations: readonly string[];
  /** The words of the header behind the first four, each with a comma before it (layout.ts). */
  readonly header: string;
}

/** `suffix` tells the columns of one batch from those of another; `rows` is an expression for the capacity. */
export function placeBatch(
  fields: readonly Pick<Field, "name" | "type" | "nullable">[],
  suffix: string,
  rows: string,
  names: Names,
): BatchPlace {
  const declarations: string[] = [];
  const columns = fields.map(({ name, type, nullable }): ColumnPlace => {
    const place = (buffer: string, bytes: string): string => {
      const constant = names.freshConstant(`${name}_${suffix}${buffer}`);
      declarations.push(`const ${constant}: usize = memory.data(${bytes}, 64);`);
      return constant;
    };
    const storage = storageOf(type);
    const bits = `(${rows} + 7) >> 3`;
    return {
      storage,
      validity: nullable ? place("validity", bits) : "0",
      values: storage === "text" ? "0" : place("values", storage === "bool" ? bits : positionOf(rows, storage)),
      offsets: storage === "text" ? place("offsets", `(${rows} + 1) << 2`) : "0",
    };
  });
  const header = columns.map(({ validity, values, offsets }) => `, ${validity}, ${values}, ${offsets}, 0, 0`).join("");
  return { columns, declarations, header };
}

export type FixedWidth = Exclude<Storage, "text" | "bool">;

/** Bytes that `rows` values take: the position of the value in that row. */
export function positionOf(rows: string, storage: FixedWidth): string {
  const widthLog = { i8: 0, i16: 1, i32: 2, f32: 2, i64: 3, f64: 3 }[storage];
  return widthLog === 0 ? rows : `${rows} << ${widthLog}`;
}
