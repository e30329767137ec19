/** What a run of the generator may draw. Each profile serves one gate of quality.md §5. */
import { COMPARABLE, overloadOf } from "./function-table.ts";
import type { TypeKind } from "./query-spec.ts";
import { isFloat, isInteger } from "./typing.ts";

export interface Profile {
  readonly name: "R1" | "R1c" | "R1e";
  readonly columnKinds: readonly TypeKind[];
  /** Whether a scalar overload may be drawn. */
  readonly allows: (overload: string) => boolean;
  readonly casts: (from: TypeKind, to: TypeKind) => boolean;
  /** Explicit watermarks among the rows. */
  readonly controls: boolean;
  /** Rows behind the watermark. */
  readonly late: boolean;
  /** Event times at the ends of the supported range, and past them. */
  readonly extremes: boolean;
  /** Every query has a window. */
  readonly windowed: boolean;
  /** Operands are bounded so that no row fails; without it, failing is wanted. */
  readonly guarded: boolean;
  /** SUM may leave the range of BIGINT. */
  readonly sumOverflow: boolean;
  /** SUM and AVG of DOUBLE take only values that no order of addition rounds. */
  readonly exactSums: boolean;
  readonly specialFloats: boolean;
  readonly unicode: boolean;
  /** Nesting of drawn expressions, at most. */
  readonly depth: number;
  readonly rowsMax: number;
}

/** The whole language, no late rows, no row errors: compared with DuckDB and PostgreSQL. */
export const R1: Profile = {
  name: "R1",
  columnKinds: COMPARABLE,
  allows: () => true,
  casts: (from, to) => !(isFloat(from) && to === "TEXT"),
  controls: false,
  late: false,
  extremes: false,
  windowed: false,
  guarded: true,
  sumOverflow: false,
  exactSums: true,
  specialFloats: true,
  unicode: true,
  depth: 3,
  rowsMax: 500,
};

/** The same with floating-point numbers as text, a form that DuckDB does not share: for PostgreSQL alone. */
export const R1_FLOAT_TEXT: Profile = { ...R1, casts: () => true };

/** What the reference model evaluates by itself (`test/reference/evaluate.ts`): arithmetic, comparison, logic, some text. */
const MODELLED: ReadonlySet<string> = new Set(
  "add subtract multiply divide mod negate abs eq ne lt le gt ge is_distinct_from in is_null and or not is_true is_false coalesce greatest least concat_op concat length lower upper starts_with round trunc floor ceil add_days subtract_days days_between".split(
    " ",
  ),
);

/** Event time in all its ways: compared with the reference model, row for row. */
export const R1C: Profile = {
  ...R1,
  name: "R1c",
  allows: (id) => MODELLED.has(overloadOf(id).name),
  casts: (from, to) =>
    !(from === "TEXT" || to === "TEXT") || [from, to].every((kind) => kind === "TEXT" || isInteger(kind)),
  controls: true,
  late: true,
  windowed: true,
  sumOverflow: true,
  exactSums: false,
  depth: 2,
  rowsMax: 300,
};

/**
 * Windows and watermarks at the ends of time. Times are only shown and compared, never computed with: where DATE and
 * TIMESTAMP end is another subject.
 */
export const R1C_EXTREMES: Profile = {
  ...R1C,
  columnKinds: ["BIGINT", "TEXT", "DOUBLE", "TIMESTAMP"],
  allows: (id) => R1C.allows(id) && !id.includes("DATE"),
  casts: () => false,
  extremes: true,
};

/** What the model evaluates, with no row late and none failing: model and batch engines must agree on it. */
export const R1_MODELLED: Profile = {
  ...R1C,
  name: "R1",
  controls: false,
  late: false,
  sumOverflow: false,
  exactSums: true,
};

/** Single-level queries whose expressions may fail on some rows: the rows are named by PostgreSQL, one by one. */
export const R1E: Profile = {
  ...R1,
  name: "R1e",
  casts: (from, to) => !(from === "TEXT" && isFloat(to)),
  guarded: false,
  specialFloats: false,
  unicode: false,
  depth: 2,
};
