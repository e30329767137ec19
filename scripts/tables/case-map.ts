/**
 * Unicode simple case mapping (one code point to one) as runs, from JavaScript's own mapping of single code points.
 * JavaScript maps by the full mapping, which differs from the simple one where it gives several code points: there
 * the simple mapping of UnicodeData.txt stands in `SIMPLE_LOWER` and `SIMPLE_UPPER`, or the code point maps to itself.
 */

interface Run {
  readonly first: number;
  readonly last: number;
  /** 1, or 2 where every other code point is mapped, as in alphabets that alternate between the cases. */
  readonly step: 1 | 2;
  /** What is added to a code point of the run. */
  readonly delta: number;
}

/** U+0130 İ -> i; JavaScript gives i and a combining dot. */
const SIMPLE_LOWER = new Map([[0x130, 0x69]]);

/** Greek letters with iota subscript -> their titlecase forms; JavaScript gives the capital and a capital iota. */
const SIMPLE_UPPER = new Map([
  ...[0x1f80, 0x1f90, 0x1fa0].flatMap((start) =>
    Array.from({ length: 8 }, (_, i) => [start + i, start + i + 8] as const),
  ),
  [0x1fb3, 0x1fbc],
  [0x1fc3, 0x1fcc],
  [0x1ff3, 0x1ffc],
]);

/** Paths and texts of the generated files: the kernel's table, and the same as data for the interpreter lane. */
export function caseMapFiles(): readonly (readonly [path: string, text: string])[] {
  const lower = runs((c) => simple(c, String.fromCodePoint(c).toLowerCase(), SIMPLE_LOWER));
  const upper = runs((c) => simple(c, String.fromCodePoint(c).toUpperCase(), SIMPLE_UPPER));
  return [
    ["runtime/assembly/case-data.ts", kernelText(lower, upper)],
    ["runtime/interpreter/case-map.ts", interpreterText(lower, upper)],
  ];
}

function simple(codePoint: number, full: string, corrections: ReadonlyMap<number, number>): number {
  const [first, second] = full;
  return corrections.get(codePoint) ?? (second === undefined ? first!.codePointAt(0)! : codePoint);
}

function runs(map: (codePoint: number) => number): Run[] {
  const mapped: { codePoint: number; delta: number }[] = [];
  for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) continue;
    const target = map(codePoint);
    if (utf8Bytes(target) * 2 > utf8Bytes(codePoint) * 3) throw new Error("CaseMap reserves half as much again");
    if (target !== codePoint) mapped.push({ codePoint, delta: target - codePoint });
  }
  const found: Run[] = [];
  for (let i = 0; i < mapped.length; ) {
    const { codePoint: first, delta } = mapped[i]!;
    const step = (mapped[i + 1]?.codePoint ?? 0) - first === 2 ? 2 : 1;
    let next = i + 1;
    while (mapped[next]?.delta === delta && mapped[next]!.codePoint === first + (next - i) * step) next++;
    found.push({ first, last: mapped[next - 1]!.codePoint, step, delta });
    i = next;
  }
  return found;
}

function utf8Bytes(codePoint: number): number {
  return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
}

/** One run in 8 bytes: the first code point and the run's last offset, then delta and step. */
function kernelText(lower: readonly Run[], upper: readonly Run[]): string {
  const table = (list: readonly Run[]) =>
    list
      .map(({ first, last, step, delta }) => {
        if (last - first > 0x7ff) throw new Error("a run is too long for its 11 bits");
        return `    ${((first << 11) | (last - first)) >>> 0}, ${((delta << 2) | step) >>> 0},`;
      })
      .join("\n");
  return `// Written by scripts/kernel-tables.ts from Unicode ${process.versions.unicode}; do not edit.

/**
 * Runs of code points with one simple lower case mapping, ascending; two words each:
 * first << 11 | (last - first), delta << 2 | step.
 */
export function lowerRuns(): usize {
  // biome-ignore format: one run to a line
  return memory.data<u32>([
${table(lower)}
  ]);
}
export const LOWER_RUN_COUNT = ${lower.length};

/** The same for upper case. */
export function upperRuns(): usize {
  // biome-ignore format: one run to a line
  return memory.data<u32>([
${table(upper)}
  ]);
}
export const UPPER_RUN_COUNT = ${upper.length};
`;
}

function interpreterText(lower: readonly Run[], upper: readonly Run[]): string {
  const table = (list: readonly Run[]) =>
    list.map(({ first, last, step, delta }) => `  ${first}, ${last}, ${step}, ${delta},`).join("\n");
  return `// Written by scripts/kernel-tables.ts; do not edit.

/** The version of Unicode the mappings were taken from. */
export const UNICODE_VERSION = "${process.versions.unicode}";

/**
 * Unicode simple lower case mapping in ascending runs of four numbers: first, last, step, delta. Every \`step\`-th code
 * point from \`first\` to \`last\` maps to itself plus \`delta\`; a code point in no run maps to itself.
 */
// biome-ignore format: four numbers to a line
export const LOWER_RUNS: readonly number[] = [
${table(lower)}
];

/** Simple upper case mapping, in the same form. */
// biome-ignore format: four numbers to a line
export const UPPER_RUNS: readonly number[] = [
${table(upper)}
];
`;
}
