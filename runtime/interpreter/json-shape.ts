/** Parsed JSON of a known shape. Each function throws if the value has another. */

/** An object with exactly these properties. */
export function properties<Name extends string>(value: unknown, ...names: readonly Name[]): Record<Name, unknown> {
  const found = isObject(value) ? Object.keys(value) : [];
  const fits = isObject(value) && found.length === names.length && names.every((name) => Object.hasOwn(value, name));
  if (!fits) throw new Error(`expected an object of ${names.join(", ")}, found ${found.join(", ") || String(value)}`);
  return value as Record<Name, unknown>;
}

/** The `kind` of an object that has one. */
export function kindOf(value: unknown): string {
  return text(isObject(value) ? value.kind : value);
}

export function text(value: unknown): string {
  if (typeof value !== "string") throw new Error(`expected a string, found ${String(value)}`);
  return value;
}

/** One of these strings. */
export function word<Word extends string>(value: unknown, ...words: readonly Word[]): Word {
  const found = words.find((each) => each === value);
  if (found === undefined) throw new Error(`expected ${words.join(" or ")}, found ${String(value)}`);
  return found;
}

export function flag(value: unknown): boolean {
  if (typeof value !== "boolean") throw new Error(`expected true or false, found ${String(value)}`);
  return value;
}

export function integer(value: unknown): number {
  if (!Number.isSafeInteger(value)) throw new Error(`expected an integer, found ${String(value)}`);
  return value as number;
}

export function list<Item>(value: unknown, item: (value: unknown) => Item): Item[] {
  if (!Array.isArray(value)) throw new Error(`expected a list, found ${String(value)}`);
  return value.map(item);
}

export function optional<Item>(value: unknown, item: (value: unknown) => Item): Item | null {
  return value === null ? null : item(value);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
