/** What the columns of a loop's rows are, and what happens to a row that fails: once per kind of pipeline source. */
import type { Span } from "../../runtime/plan.ts";
import type { AggregateResult, AggregateSource, Scan, WindowAggregate } from "../physical/plan.ts";
import { storageOf } from "../physical/state.ts";
import { type BatchPlace, type ColumnPlace, type FixedWidth, placeBatch, positionOf } from "./batch-place.ts";
import { Code } from "./code.ts";
import type { ExprEmitter, Frame, Operand } from "./expr.ts";
import type { GroupFields } from "./group.ts";
import type { Literals } from "./literals.ts";
import { guardTexts } from "./made-texts.ts";
import type { Names } from "./names.ts";

/** Numbers the places where rows can fail; the host turns a number back into a span by the manifest's list. */
export class Sites {
  readonly spans: Span[] = [];

  number(span: Span): number {
    const known = this.spans.findIndex((s) => s.file === span.file && s.start === span.start && s.end === span.end);
    return known >= 0 ? known : this.spans.push(span) - 1;
  }
}

interface Surroundings {
  readonly names: Names;
  readonly literals: Literals;
  readonly sites: Sites;
  readonly shared: ReadonlySet<string>;
}

/**
 * Statements that leave a loop's body or a function: `next` once a row is done or refused, `outOfMemory` when it has
 * to be taken again. `quiet` is a condition under which failures are not noted, with its `&&`, or nothing.
 */
export interface Leave {
  readonly next: string;
  readonly outOfMemory: string;
  readonly quiet: string;
}

/** Rows of the input batch, whose buffers have fixed places. Columns are loaded at their first use. */
export class ScanFrame implements Frame {
  readonly failing: ReadonlySet<number> = new Set();
  code: Code;
  readonly names: Names;
  readonly literals: Literals;
  readonly shared: ReadonlySet<string>;
  /** Addresses of texts, in front of the loop: they move as texts are written. */
  readonly texts: string[] = [];
  readonly place: BatchPlace;
  /** How the loop goes on to the next row. */
  next: readonly string[] = ["continue;"];
  #makesTexts = false;
  readonly #outOfMemory: string;
  readonly #sites: Sites;
  readonly #scan: Scan;
  readonly #texts = new Map<number, string>();
  readonly #loaded = new Map<number, string>();

  constructor(scan: Scan, outOfMemory: string, { names, literals, sites, shared }: Surroundings) {
    this.code = new Code(2);
    this.#outOfMemory = outOfMemory;
    this.#scan = scan;
    this.names = names;
    this.literals = literals;
    this.#sites = sites;
    this.shared = shared;
    this.place = placeBatch(scan.columns, "", "INPUT_ROWS", names);
  }

  column(ordinal: number, emitter: ExprEmitter): Operand {
    const key = `column ${ordinal}`;
    const known = emitter.recall(key);
    if (known !== null) return known;
    const { name, type, nullable } = this.#scan.columns[ordinal]!;
    const place = this.place.columns[ordinal]!;
    const local = this.#loaded.get(ordinal) ?? this.names.fresh(name);
    this.#loaded.set(ordinal, local);
    const storage = storageOf(type);
    let isNull: string | null = null;
    if (nullable) {
      isNull = `${local}IsNull`;
      this.code.line(`const ${isNull} = Column.isNull(${place.validity}, row);`);
    }
    const read =
      place.storage === "text"
        ? `Column.textAt(${place.offsets}, ${this.#textData(ordinal, name)}, row)`
        : valueAt(place);
    // A BOOLEAN that is NULL reads as false, any other value is harmless.
    const guard = isNull !== null && storage === "bool" ? `!${isNull} && ` : "";
    this.code.line(`const ${local} = ${guard}${read};`);
    return emitter.remember(key, { value: local, isNull, compound: false });
  }

  fail(code: string, site: Span): void {
    this.#refuse(`SideLog.error(row, ${code}, ${this.#sites.number(site)});`);
  }

  /** As `fail`, for a value of the column that cannot be. */
  failColumn(code: string, ordinal: number): void {
    this.#refuse(`SideLog.invalid(row, ${code}, ${ordinal});`);
  }

  textMade(): void {
    this.#makesTexts = true;
  }

  guardTexts(): void {
    if (this.#makesTexts) this.code.line(guardTexts(this.#outOfMemory));
  }

  #refuse(note: string): void {
    this.guardTexts();
    this.code.line(note);
    this.code.line("malformed++;");
    for (const line of this.next) this.code.line(line);
  }

  #textData(ordinal: number, column: string): string {
    const known = this.#texts.get(ordinal);
    if (known !== undefined) return known;
    const name = this.names.fresh(`${column}Data`);
    this.#texts.set(ordinal, name);
    this.texts.push(`const ${name} = Column.data(batch, ${ordinal});`);
    return name;
  }
}

function valueAt({ storage, values }: ColumnPlace): string {
  if (storage === "bool") return `Column.boolAt(${values}, row)`;
  const load = `load<${storage}>(${positionOf("row", storage as FixedWidth)}, ${values})`;
  return storage === "i8" || storage === "i16" ? `<i32>${load}` : load;
}

/** Groups of windows that have closed. */
export class GroupFrame implements Frame {
  code: Code;
  readonly names: Names;
  readonly literals: Literals;
  readonly shared: ReadonlySet<string>;
  /** Whether any expression can fail. */
  fails = false;
  #makesTexts = false;
  readonly #sites: Sites;
  readonly #aggregate: WindowAggregate;
  readonly #fields: GroupFields;
  readonly #leave: Leave;
  /** Where the accumulators are read: in the group, or in a sum over the slices of a window. */
  readonly #base: string;
  /** Where the keys are. */
  readonly #group: string;

  constructor(
    source: AggregateSource,
    fields: GroupFields,
    group: string,
    depth: number,
    leave: Leave,
    { names, literals, sites, shared }: Surroundings,
  ) {
    this.code = new Code(depth);
    this.#aggregate = source.aggregate;
    this.#fields = fields;
    this.#leave = leave;
    this.#group = group;
    this.#base = source.operator === "HashAggregateSource" ? group : "sums";
    this.names = names;
    this.literals = literals;
    this.#sites = sites;
    this.shared = shared;
  }

  /** Sums can have left BIGINT: that shows when they are read. */
  get failing(): ReadonlySet<number> {
    const { columns, results } = this.#aggregate;
    const isSum = (column: (typeof columns)[number]) =>
      column.from === "result" && results[column.result]!.kind === "sum";
    return new Set(columns.flatMap((column, ordinal) => (isSum(column) ? [ordinal] : [])));
  }

  column(ordinal: number, emitter: ExprEmitter): Operand {
    const key = `column ${ordinal}`;
    const known = emitter.recall(key);
    if (known !== null) return known;
    const column = this.#aggregate.columns[ordinal]!;
    switch (column.from) {
      case "window_start":
        return { value: "start", isNull: null, compound: false };
      case "window_end":
        return { value: "end", isNull: null, compound: false };
      case "window_time":
        return { value: "end - 1", isNull: null, compound: true };
      case "key":
        return emitter.remember(
          key,
          emitter.local(column.name, column.type, this.#fields.readKey(this.#group, column.key)),
        );
      case "result":
        return emitter.remember(
          key,
          emitter.local(column.name, column.type, this.#result(this.#aggregate.results[column.result]!)),
        );
    }
  }

  textMade(): void {
    this.#makesTexts = true;
  }

  guardTexts(): void {
    if (this.#makesTexts) this.code.line(guardTexts(this.#leave.outOfMemory));
  }

  fail(code: string, site: Span): void {
    this.fails = true;
    this.guardTexts();
    const note = `fail(${this.#group}, start, end, ${code}, ${this.#sites.number(site)})`;
    this.code.line(`if (${this.#leave.quiet}!${note}) ${this.#leave.outOfMemory}`);
    this.code.line(this.#leave.next);
  }

  #result(result: AggregateResult): Operand {
    const { offsetName, highName } = this.#fields;
    const base = this.#base;
    const load = (index: number, type: string) => `load<${type}>(${base}, ${offsetName(index)})`;
    const isNull = result.nullable ? `${load(result.count!, "i64")} == 0` : null;
    switch (result.kind) {
      case "count":
        return { value: load(result.value, "i64"), isNull: null, compound: false };
      case "sum": {
        // The low half is the value as long as the high half has not been needed.
        this.code.block(`if (load<i64>(${base}, ${highName(result.value)}) != 0)`, () =>
          this.fail("OUT_OF_RANGE", result.span),
        );
        return { value: load(result.value, "i64"), isNull, compound: false };
      }
      case "sumDouble":
        return { value: load(result.value, "f64"), isNull, compound: false };
      case "avg": {
        const sum = `Sum.toF64(${load(result.value, "i64")}, load<i64>(${base}, ${highName(result.value)}))`;
        return { value: `${sum} / <f64>${load(result.count!, "i64")}`, isNull, compound: true };
      }
      case "avgDouble":
        return { value: `${load(result.value, "f64")} / <f64>${load(result.count!, "i64")}`, isNull, compound: true };
      case "min":
      case "max":
        return { ...this.#fields.readAccumulator(base, result.value), isNull };
    }
  }
}
