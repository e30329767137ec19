/** Sizes as people write them: `256MiB`, `1.5 GiB`, `4096`. */

const UNITS: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["b", 1],
  ["kb", 1000],
  ["mb", 1000 ** 2],
  ["gb", 1000 ** 3],
  ["kib", 1024],
  ["mib", 1024 ** 2],
  ["gib", 1024 ** 3],
]);

/** Whole bytes; null: not a size. */
export function bytesOfSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?) *([A-Za-z]*)$/.exec(text.trim());
  const unit = match === null ? undefined : UNITS.get(match[2]!.toLowerCase());
  return unit === undefined ? null : Math.floor(Number(match![1]) * unit);
}
