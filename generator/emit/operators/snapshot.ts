/** State as Arrow batches: what a group looks like outside the module, and the code that writes and reads it. */
import type { Field } from "../../../runtime/plan.ts";
import type { WindowAggregate } from "../../physical/plan.ts";
import { stateFields } from "../../physical/state.ts";
import { Code } from "../code.ts";
import { type GroupFields, type KeyLocal, keyType, storeType } from "../group.ts";
import { hashOf, keyArguments } from "../group-key.ts";
import { commentNames } from "../literals.ts";
import { describeColumns } from "./output.ts";

export function describeState(aggregate: WindowAggregate): { fields: string; description: string } {
  const fields = stateFields(aggregate);
  return { fields: commentNames(fields), description: describeColumns(fields) };
}

/** Writes `group` of `slice` as row `row` of the state batch; depth 4. */
export function saveLines(aggregate: WindowAggregate, fields: GroupFields): readonly string[] {
  return saveRow(aggregate, fields, new Code(4), "group", "Slices.start(slice)", "Slices.fired(slice)");
}

/** Writes `savedNode` of `group`, whose rows are at `partial`, as row `row` of the state batch; depth 4. */
export function slidingSaveLines(aggregate: WindowAggregate, fields: GroupFields): readonly string[] {
  return saveRow(aggregate, fields, new Code(4), "partial", "Sliding.slice(savedNode)", "load<i64>(partial, ARRIVAL)");
}

function saveRow(
  aggregate: WindowAggregate,
  fields: GroupFields,
  code: Code,
  base: string,
  slice: string,
  second: string,
): readonly string[] {
  const { layout } = aggregate;
  const columns = new StateColumns(stateFields(aggregate));
  const write = (value: string, type: string, isNull: string | null = null) => {
    const { index, field } = columns.next();
    if (field.type.kind === "TEXT") code.line(`if (!Batch.setText(state, ${index}, row, ${value})) return false;`);
    else if (field.type.kind === "BOOLEAN") code.line(`Batch.setBool(state, ${index}, row, ${value});`);
    else code.line(`store<${type}>(Column.values(state, ${index}) + ${scaled("row", type)}, ${value});`);
    if (isNull !== null) code.line(`if (${isNull}) Batch.setNull(state, ${index}, row);`);
  };
  write(slice, "i64");
  write(second, "i64");
  aggregate.keys.forEach((_, i) => {
    const { value, isNull } = fields.readKey("group", i);
    write(value, layout.keys[i]!.storage, isNull);
  });
  aggregate.accumulators.forEach((_, i) => {
    const { storage, high } = layout.accumulators[i]!;
    const { value } = fields.readAccumulator(base, i);
    write(value, storage, storage === "text" ? `${value} == 0` : null);
    if (high !== null) write(`load<i64>(${base}, ${fields.highName(i)})`, "i64");
  });
  return code.lines;
}

/** Reads row `row` of the state batch into a new group; depth 2. */
export function loadLines(
  aggregate: WindowAggregate,
  fields: GroupFields,
  keys: readonly KeyLocal[],
): readonly string[] {
  const code = new Code(2);
  const columns = new StateColumns(stateFields(aggregate));
  const start = columns.next();
  const sent = columns.next();
  code.line(
    `const slice = Slices.findOrOpen(slices, Column.i64At(Column.values(state, ${start.index}), row), SIZE, GROUP_BYTES);`,
  );
  code.line("if (slice == 0) return false;");
  code.line(`if (Column.boolAt(Column.values(state, ${sent.index}), row)) Slices.setFired(slice);`);
  const key = loadKeys(aggregate, fields, keys, columns, code);
  const values = loadAccumulators(aggregate, columns, code);
  const texts = [
    ...keys.filter(({ storage }) => storage === "text").map(({ name }) => name),
    ...values.flatMap(({ text }) => (text === null ? [] : [text])),
  ];
  if (texts.length > 0) {
    code.line(
      `if (!Region.reserve(Slices.texts(slice), ${texts.map((name) => `Text.bytes(${name})`).join(" + ")} + 1)) return false;`,
    );
  }
  code.line(`const group = openGroup(slice, ${hashOf(keys, aggregate)}${key});`);
  code.line("if (group == 0) return false;");
  storeAccumulators(aggregate, fields, values, "group", code, (i, text) => {
    code.line(`store<TextRef>(group, Region.keep(Slices.texts(slice), ${text}), ${fields.offsetName(i)});`);
    code.line(`store<u32>(group, Text.bytes(${text}), ${fields.capacityName(i)});`);
  });
  return code.lines;
}

/** Reads row `row` of the state batch into a new node, of a new group if it is the key's first; depth 2. */
export function slidingLoadLines(
  aggregate: WindowAggregate,
  fields: GroupFields,
  keys: readonly KeyLocal[],
): readonly string[] {
  const code = new Code(2);
  const columns = new StateColumns(stateFields(aggregate));
  const start = columns.next();
  const arrival = columns.next();
  const key = loadKeys(aggregate, fields, keys, columns, code);
  const values = loadAccumulators(aggregate, columns, code);
  code.line(`const group = findOrOpenGroup(${hashOf(keys, aggregate)}${key});`);
  code.line("if (group == 0) return false;");
  code.line(`const node = openNode(group, Column.i64At(Column.values(state, ${start.index}), row));`);
  code.line("if (node == 0) return false;");
  code.line(`const arrival = Column.i64At(Column.values(state, ${arrival.index}), row);`);
  code.line("store<i64>(node + OWN, arrival, ARRIVAL);");
  code.line("arrivals = max(arrivals, arrival + 1);");
  storeAccumulators(aggregate, fields, values, "node + OWN", code, (i, text) => {
    code.line(`const kept${i} = Sliding.keepText(${text});`);
    code.line(`if (kept${i} == 0) return false;`);
    code.line(`store<TextRef>(node + OWN, kept${i}, ${fields.offsetName(i)});`);
  });
  return code.lines;
}

/** Puts the row's key into locals of the names that `hashOf` uses; returns them as further arguments. */
function loadKeys(
  aggregate: WindowAggregate,
  fields: GroupFields,
  keys: readonly KeyLocal[],
  columns: StateColumns,
  code: Code,
): string {
  const { layout } = aggregate;
  const flags: string[] = [];
  keys.forEach((key, i) => {
    const { index, field } = columns.next();
    code.line(`const ${key.name} = ${readKeyBits(key, index)};`);
    if (field.nullable)
      flags.push(`(${flagType(layout)}Column.isNull(Column.validity(state, ${index}), row) << ${fields.nullBit(i)})`);
  });
  if (layout.nullFlags !== null) code.line(`const nullKeys = ${flags.join(" | ")};`);
  return keyArguments(keys, aggregate);
}

interface LoadedAccumulator {
  readonly value: string;
  readonly high: string | null;
  /** The local of a text, and an expression that is true where there is none. */
  readonly text: string | null;
  readonly isNull: string;
}

function loadAccumulators(aggregate: WindowAggregate, columns: StateColumns, code: Code): readonly LoadedAccumulator[] {
  return aggregate.accumulators.map((_, i) => {
    const { storage, high } = aggregate.layout.accumulators[i]!;
    const { index } = columns.next();
    const isNull = `Column.isNull(Column.validity(state, ${index}), row)`;
    if (storage === "text") {
      const text = `text${i}`;
      code.line(`const ${text} = ${readColumn(storage, index)};`);
      return { value: text, high: null, text, isNull };
    }
    return {
      value: readColumn(storage, index),
      high: high === null ? null : readColumn("i64", columns.next().index),
      text: null,
      isNull,
    };
  });
}

function storeAccumulators(
  { layout }: WindowAggregate,
  fields: GroupFields,
  values: readonly LoadedAccumulator[],
  base: string,
  code: Code,
  storeText: (accumulator: number, text: string) => void,
): void {
  values.forEach(({ value, high, text, isNull }, i) => {
    if (text !== null) {
      code.block(`if (!${isNull})`, () => storeText(i, text));
      return;
    }
    code.line(`store<${storeType(layout.accumulators[i]!.storage)}>(${base}, ${value}, ${fields.offsetName(i)});`);
    if (high !== null) code.line(`store<i64>(${base}, ${high}, ${fields.highName(i)});`);
  });
}

/** Hands out the state's columns in order. */
class StateColumns {
  readonly #fields: readonly Field[];
  #index = 0;

  constructor(fields: readonly Field[]) {
    this.#fields = fields;
  }

  next(): { index: number; field: Field } {
    const index = this.#index++;
    return { index, field: this.#fields[index]! };
  }
}

function readKeyBits(key: KeyLocal, index: number): string {
  if (key.storage === "f32" || key.storage === "f64") {
    return `load<${keyType(key)}>(Column.values(state, ${index}) + ${scaled("row", key.storage)})`;
  }
  return readColumn(key.storage, index);
}

function readColumn(storage: string, index: number): string {
  if (storage === "text") return `Column.textAt(Column.offsets(state, ${index}), Column.data(state, ${index}), row)`;
  return `Column.${storage}At(Column.values(state, ${index}), row)`;
}

function flagType(layout: WindowAggregate["layout"]): string {
  return layout.nullFlags!.bytes === 8 ? "<u64>" : "<u32>";
}

/** The byte offset of a row in a column of fixed width. */
export function scaled(row: string, storage: string): string {
  const shift: Readonly<Record<string, number>> = { i8: 0, i16: 1, i32: 2, i64: 3, f32: 2, f64: 3 };
  return shift[storage] === 0 ? row : `(${row} << ${shift[storage]})`;
}
