/** Constants of a generated file: texts, IN lists and other data that stands in the module's static memory. */
import { Names } from "./names.ts";

const encoder = new TextEncoder();

/** Collects the declarations of one file; equal data is declared once. */
export class Literals {
  readonly declarations: string[] = [];
  readonly #byContent = new Map<string, string>();
  readonly #names = new Names();

  /** The name of a TextRef constant. `''` needs none. */
  text(value: string): string {
    if (value === "") return "0";
    return this.#declare(`text ${value}`.slice(0, 30), `text ${value}`, (name) => {
      const bytes = encoder.encode(value);
      return [
        `/** ${commentText(JSON.stringify(value))} */`,
        `const ${name}: TextRef = (<u64>${bytes.length} << 32) | <u64>memory.data<u8>([${[...bytes].join(", ")}]);`,
      ];
    });
  }

  /** The name of the address of sorted i64 values. */
  sortedI64(values: readonly bigint[]): string {
    const list = values.join(", ");
    return this.#declare("list", `i64 ${list}`, (name) => [`const ${name}: usize = memory.data<i64>([${list}]);`]);
  }

  #declare(wanted: string, content: string, write: (name: string) => readonly string[]): string {
    const known = this.#byContent.get(content);
    if (known !== undefined) return known;
    const name = this.#names.freshConstant(wanted);
    this.#byContent.set(content, name);
    this.declarations.push(...write(name));
    return name;
  }
}

/** Text that can neither end the comment it stands in nor begin another. */
export function commentText(text: string): string {
  return text
    .replaceAll("*/", "*\\/")
    .replaceAll("/*", "/\\*")
    .replace(/[\s\p{Cc}\u2028\u2029]+/gu, " ");
}

export function commentNames(named: readonly { readonly name: string }[]): string {
  return commentText(named.map(({ name }) => name).join(", "));
}
