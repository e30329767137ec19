import { codePoints } from "../code-points.ts";
import { Fault, invalidEscape } from "../fault.ts";

const ANY_ONE = Symbol("_");
const ANY_RUN = Symbol("%");
type Element = string | typeof ANY_ONE | typeof ANY_RUN;

/**
 * `text LIKE pattern ESCAPE escapeText`: `%` is any run of code points, `_` any one, the escape takes the next one
 * literally; '' means no escape. A pattern that ends in its escape, or an escape of several code points, is
 * INVALID_ESCAPE whatever the text.
 */
export function like(text: string, pattern: string, escapeText: string): boolean | Fault {
  const elements = parsePattern(pattern, escapeText);
  return elements instanceof Fault ? elements : matches(codePoints(text), elements);
}

function parsePattern(pattern: string, escapeText: string): readonly Element[] | Fault {
  if (codePoints(escapeText).length > 1) return invalidEscape;
  const elements: Element[] = [];
  const points = codePoints(pattern)[Symbol.iterator]();
  for (const point of points) {
    if (point === escapeText) {
      const next = points.next();
      if (next.done) return invalidEscape;
      elements.push(next.value);
    } else {
      elements.push(point === "%" ? ANY_RUN : point === "_" ? ANY_ONE : point);
    }
  }
  return elements;
}

/** Each `%` first takes nothing; on a mismatch the latest one takes one more: earlier ones need never be reopened. */
function matches(text: readonly string[], pattern: readonly Element[]): boolean {
  let at = 0;
  let element = 0;
  let run = -1;
  let runEnd = 0;
  while (at < text.length) {
    if (pattern[element] === ANY_RUN) {
      run = element++;
      runEnd = at;
    } else if (pattern[element] === ANY_ONE || pattern[element] === text[at]) {
      element++;
      at++;
    } else if (run >= 0) {
      element = run + 1;
      at = ++runEnd;
    } else {
      return false;
    }
  }
  while (pattern[element] === ANY_RUN) element++;
  return element === pattern.length;
}
