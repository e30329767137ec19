/** LIKE with a literal pattern: most are an equality, a prefix, a suffix or a substring. */

export interface LikeMatcher {
  /** Kernel function of (text, literal). */
  readonly kernel: string;
  /** Null: the pattern is `%` alone and matches every text. */
  readonly literal: string | null;
}

/** Null if only the general matcher will do. */
export function likeMatcher(pattern: string, escape: string): LikeMatcher | null {
  // An escape of several characters is an error of every row: that is for the general matcher.
  if ([...escape].length > 1) return null;
  const parts = splitAtPercent(pattern, escape);
  if (parts === null) return null;
  const words = parts.filter((part) => part !== "");
  if (parts.length === 1) return { kernel: "Text.equals", literal: parts[0]! };
  if (words.length === 0) return { kernel: "Text.equals", literal: null };
  if (words.length > 1) return null;
  const word = words[0]!;
  if (parts[0] !== "") return { kernel: "Text.startsWith", literal: word };
  if (parts.at(-1) !== "") return { kernel: "Like.endsWith", literal: word };
  return { kernel: "Like.contains", literal: word };
}

/** The literal runs between the `%`s, unescaped; null if the pattern has a `_` or ends in its escape. */
function splitAtPercent(pattern: string, escape: string): readonly string[] | null {
  const parts = [""];
  const points = [...pattern];
  for (let i = 0; i < points.length; i++) {
    let point = points[i]!;
    if (point === escape) {
      const next = points[++i];
      if (next === undefined) return null;
      point = next;
    } else if (point === "%") {
      parts.push("");
      continue;
    } else if (point === "_") return null;
    parts[parts.length - 1] += point;
  }
  return parts;
}
