/** Schemas of plan nodes: ordered fields, addressed by ordinal. */
import type { Expr, Field, SqlType } from "../../runtime/plan.ts";
import { TIMESTAMP_DIGITS, timestamp } from "./sql-type.ts";

export type { Field };

/** One field per expression. */
export function schemaOf(exprs: readonly Expr[], names: readonly string[]): Field[] {
  return exprs.map(({ type, nullable }, i) => ({ name: names[i]!, type, nullable }));
}

/** The columns that a window adds to its input, in order. `window_time` is the end less one microsecond. */
export const WINDOW_COLUMNS = ["window_start", "window_end", "window_time"] as const;

/** The fields of `WINDOW_COLUMNS`; `bounds` is the precision of start and end. */
export function windowFields(bounds: number): Field[] {
  const field = (name: string, type: SqlType): Field => ({ name, type, nullable: false });
  const [start, end, time] = WINDOW_COLUMNS;
  return [field(start, timestamp(bounds)), field(end, timestamp(bounds)), field(time, timestamp(TIMESTAMP_DIGITS))];
}
