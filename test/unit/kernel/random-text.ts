import type { Random } from "./random.ts";

const SHORT = ["a", "b", "A", "B", " ", "%", "_", "\\", "é", "ß", "€", "😀"];
/** Also the first and last code points of two, three and four bytes. */
const EDGES = ["\u0080", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\uffff", "\u{10000}", "\u{10ffff}"];
const ANY = [...SHORT, ...EDGES, "z", "0", "\n", "\0", "\x7f", "\u0130", "\u023a"];

/** A well-formed text of up to `lengthMax` code points: of one, two, three and four bytes, or ASCII alone. */
export function randomText(random: Random, lengthMax: number): string {
  const length = random.below(lengthMax + 1);
  const alphabet = random.below(3) ? ANY : ["x", "y", "7", " "];
  return Array.from({ length }, () => random.pick(alphabet)).join("");
}

/** A text of few different code points, in which things are found. */
export function repetitiveText(random: Random, lengthMax: number): string {
  const alphabet = random.pick([["a", "b"], ["a", "é"], SHORT]);
  return Array.from({ length: random.below(lengthMax + 1) }, () => random.pick(alphabet)).join("");
}

/** A pattern for LIKE that may match: the text with wildcards for parts and some code points changed or escaped. */
export function patternFor(text: string, random: Random): string {
  let pattern = "";
  for (const point of text) {
    const kind = random.below(9);
    if (kind === 0) pattern += "%";
    else if (kind === 1) pattern += "_";
    else if (kind === 2) pattern += `%${point}`;
    else if (kind === 3) pattern += `\\${point}`;
    else if (kind === 4 && random.below(4) === 0) pattern += random.pick(["a", "b", "é", "\\"]);
    else if (kind > 4 || random.below(2)) pattern += point;
  }
  return pattern + random.pick(["", "", "%", "_", "%%"]);
}
