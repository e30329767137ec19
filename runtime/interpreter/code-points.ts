/** Text as code points. Values are well-formed strings: no surrogate stands alone. */

export function codePoints(text: string): readonly string[] {
  return Array.from(text);
}

export function codePointCount(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) if (!isLowSurrogate(text.charCodeAt(i))) count++;
  return count;
}

/** The first `count` code points. */
export function firstCodePoints(text: string, count: number): string {
  // A code point is at least one UTF-16 unit, so a short text need not be taken apart.
  return text.length <= count ? text : codePoints(text).slice(0, count).join("");
}

export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
