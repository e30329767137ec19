/**
 * Up to three of `candidates` that `name` may be a slip of the pen for, nearest first: Damerau-Levenshtein distance at
 * most 2, at most 1 for names under five letters. Letter case does not count.
 */
export function suggest(name: string, candidates: Iterable<string>): string[] {
  const reach = [...name].length < 5 ? 1 : 2;
  const wanted = name.toLowerCase();
  const near = new Map<string, number>();
  for (const candidate of candidates) {
    if (near.has(candidate)) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), reach);
    // Of a name of one letter nothing is left to recognise.
    if (distance <= reach && distance < wanted.length) near.set(candidate, distance);
  }
  return [...near]
    .sort(([, a], [, b]) => a - b)
    .slice(0, 3)
    .map(([candidate]) => candidate);
}

/**
 * Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (optimal string alignment, the
 * form of Damerau's distance in which no piece is edited twice). Anything above `limit` may come back as `limit + 1`.
 */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(replaced, last[j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, beforeLast[j - 2]! + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
