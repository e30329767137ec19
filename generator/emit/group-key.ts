/** The key of a group in generated code: its hash, what compares it, and how it is handed on. */
import type { WindowAggregate } from "../physical/plan.ts";
import { type GroupFields, type KeyLocal, keyType } from "./group.ts";

/** One hash per row, from the raw key. Without keys every row of a window is in one group. */
export function hashOf(keys: readonly KeyLocal[], aggregate: WindowAggregate): string {
  const words = keys.map(({ name, storage, type }) => {
    if (storage === "text") return { text: true, value: name };
    const as = keyType({ name, storage, type });
    return { text: false, value: as === "u64" ? name : `<u64>${name}` };
  });
  if (aggregate.layout.nullFlags !== null) words.push({ text: false, value: "<u64>nullKeys" });
  const [first, ...rest] = words;
  if (first === undefined) return "0";
  const start = first.text ? `<u32>(Text.hash(${first.value}) >>> 32)` : `Hash.of64(${first.value})`;
  return rest.reduce(
    (hash, word) => `Hash.combine(${hash}, ${word.text ? `Text.hash(${word.value})` : word.value})`,
    start,
  );
}

/** ` && …` conditions that tell the key of the group in `slot` from others. */
export function matchConditions(keys: readonly KeyLocal[], aggregate: WindowAggregate, fields: GroupFields): string {
  return keyConditions(keys, aggregate, fields)
    .map((condition) => ` && ${condition}`)
    .join("");
}

/** A statement that leaves the loop where the group in `slot` has the key. */
export function breakIfKey(keys: readonly KeyLocal[], aggregate: WindowAggregate, fields: GroupFields): string {
  const conditions = keyConditions(keys, aggregate, fields);
  return [...conditions.map((condition) => `if (${condition})`), "break;"].join(" ");
}

/** Fixed-width columns first: they cost one comparison. */
function keyConditions(keys: readonly KeyLocal[], aggregate: WindowAggregate, fields: GroupFields): readonly string[] {
  const group = "<usize>(<u32>slot)";
  const conditions: string[] = [];
  if (aggregate.layout.nullFlags !== null) conditions.push(`${fields.loadNullFlags(group)} == nullKeys`);
  const compare = ({ name, storage }: KeyLocal, i: number): string => {
    const field = fields.keyName(i);
    switch (storage) {
      case "text":
        return `Text.equals(load<TextRef>(${group}, ${field}), ${name})`;
      case "bool":
        return `load<u8>(${group}, ${field}) == <u8>${name}`;
      case "f32":
        return `load<u32>(${group}, ${field}) == ${name}`;
      case "f64":
        return `load<u64>(${group}, ${field}) == ${name}`;
      case "i8":
      case "i16":
        return `<i32>load<${storage}>(${group}, ${field}) == ${name}`;
      default:
        return `load<${storage}>(${group}, ${field}) == ${name}`;
    }
  };
  for (const texts of [false, true]) {
    keys.forEach((key, i) => {
      if ((key.storage === "text") === texts) conditions.push(compare(key, i));
    });
  }
  return conditions;
}

/** The key as further arguments of a call. */
export function keyArguments(keys: readonly KeyLocal[], aggregate: WindowAggregate): string {
  return [...keys.map((key) => key.name), ...(aggregate.layout.nullFlags === null ? [] : ["nullKeys"])]
    .map((name) => `, ${name}`)
    .join("");
}

export function keyParameters(keys: readonly KeyLocal[], aggregate: WindowAggregate): string {
  const parameters = keys.map((key) => `, ${key.name}: ${keyType(key)}`);
  if (aggregate.layout.nullFlags !== null)
    parameters.push(`, nullKeys: ${aggregate.layout.nullFlags.bytes === 8 ? "u64" : "u32"}`);
  return parameters.join("");
}
