/** What the columns of a loop's rows are, and what happens to a row that fails: once per kind of pipeline source. */
import type { Span } from "../../runtime/plan.ts";
import type { AggregateResult, AggregateSource, Scan, WindowAggregate } from "../physical/plan.ts";
import { storageOf } from "../physical/state.ts";
import { Code } from "./code.ts";
import type { ExprEmitter, Frame, Operand } from "./expr.ts";
import type { GroupFields } from "./group.ts";
import type { Literals } from "./literals.ts";
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

/** Rows of the input batch. Columns are loaded at their first use. */
export class ScanFrame implements Frame {
  code: Code;
  readonly names: Names;
  readonly literals: Literals;
  readonly shared: ReadonlySet<string>;
  /** Declarations of the buffers that are read, in front of the loop. */
  readonly buffers: string[] = [];
  readonly #sites: Sites;
  readonly #scan: Scan;
  readonly #addresses = new Map<string, string>();
  readonly #loaded = new Map<number, string>();

  constructor(scan: Scan, { names, literals, sites, shared }: Surroundings) {
    this.code = new Code(2);
    this.#scan = scan;
    this.names = names;
    this.literals = literals;
    this.#sites = sites;
    this.shared = shared;
  }

  column(ordinal: number, emitter: ExprEmitter): Operand {
    const key = `column ${ordinal}`;
    const known = emitter.recall(key);
    if (known !== null) return known;
    const { name, type, nullable } = this.#scan.columns[ordinal]!;
    const local = this.#loaded.get(ordinal) ?? this.names.fresh(name);
    this.#loaded.set(ordinal, local);
    const storage = storageOf(type);
    let isNull: string | null = null;
    if (nullable) {
      isNull = `${local}IsNull`;
      this.code.line(`const ${isNull} = Column.isNull(${this.#buffer(ordinal, name, "validity")}, row);`);
    }
    const read =
      storage === "text"
        ? `Column.textAt(${this.#buffer(ordinal, name, "offsets")}, ${this.#buffer(ordinal, name, "data")}, row)`
        : `Column.${storage}At(${this.#buffer(ordinal, name, "values")}, row)`;
    // A BOOLEAN that is NULL reads as false, any other value is harmless.
    const guard = isNull !== null && storage === "bool" ? `!${isNull} && ` : "";
    this.code.line(`const ${local} = ${guard}${read};`);
    return emitter.remember(key, { value: local, isNull, compound: false });
  }

  fail(code: string, site: Span): void {
    this.code.line(`SideLog.error(row, ${code}, ${this.#sites.number(site)});`);
    this.code.line("malformed++;");
    this.code.line("continue;");
  }

  #buffer(ordinal: number, column: string, buffer: "validity" | "values" | "offsets" | "data"): string {
    const key = `${ordinal} ${buffer}`;
    const known = this.#addresses.get(key);
    if (known !== undefined) return known;
    const name = this.names.fresh(`${column}${buffer[0]!.toUpperCase()}${buffer.slice(1)}`);
    this.#addresses.set(key, name);
    this.buffers.push(`const ${name} = Column.${buffer}(batch, ${ordinal});`);
    return name;
  }
}

/** Groups of windows that have closed. */
export class GroupFrame implements Frame {
  code: Code;
  readonly names: Names;
  readonly literals: Literals;
  readonly shared: ReadonlySet<string>;
  /** Whether any expression can fail. */
  fails = false;
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

  fail(code: string, site: Span): void {
    this.fails = true;
    const note = `fail(${this.#group}, start, end, ${code}, ${this.#sites.number(site)})`;
    this.code.line(`if (${this.#leave.quiet}!${note}) ${this.#leave.outOfMemory}`);
    this.code.line(this.#leave.next);
  }

  /**
   * Sums that have left BIGINT fail their group before anything is made of its results, whether a CASE or HAVING would
   * have looked at them or not. The low half is the value as long as the high half has not been needed.
   */
  checkSums(): readonly string[] {
    const start = this.code.lines.length;
    for (const { kind, value, span } of this.#aggregate.results) {
      if (kind !== "sum") continue;
      this.code.block(`if (load<i64>(${this.#base}, ${this.#fields.highName(value)}) != 0)`, () =>
        this.fail("OUT_OF_RANGE", span),
      );
    }
    return this.code.lines.slice(start);
  }

  #result(result: AggregateResult): Operand {
    const { offsetName, highName } = this.#fields;
    const base = this.#base;
    const load = (index: number, type: string) => `load<${type}>(${base}, ${offsetName(index)})`;
    const isNull = result.nullable ? `${load(result.count!, "i64")} == 0` : null;
    switch (result.kind) {
      case "count":
        return { value: load(result.value, "i64"), isNull: null, compound: false };
      case "sum":
        return { value: load(result.value, "i64"), isNull, compound: false };
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
