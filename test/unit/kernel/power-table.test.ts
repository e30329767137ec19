import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { packageFile } from "../../../generator/package-files.ts";
import { powerTableFile } from "../../../scripts/tables/power-table.ts";
import { instantiate } from "./instantiate.ts";

test("every power from 10^-342 to 10^324, by definition", async () => {
  const { high, low } = (await instantiate(`
    import { PowerTable } from "kernel/power-table";
    export function high(q: i32): u64 { PowerTable.find(q); return PowerTable.high; }
    export function low(q: i32): u64 { PowerTable.find(q); return PowerTable.low; }
  `)) as unknown as Readonly<Record<"high" | "low", (q: number) => bigint>>;
  for (let q = -342; q <= 324; q++) {
    // 1,400 bits before the point hold every one of them, and 1,400 after it are more than it has.
    const scaled = q >= 0 ? (10n ** BigInt(q)) << 1400n : (1n << 2800n) / 10n ** BigInt(-q);
    const bits = scaled.toString(2).padEnd(128, "0").slice(0, 128);
    const word = (value: bigint) => BigInt.asUintN(64, value).toString(2).padStart(64, "0");
    expect(word(high(q)) + word(low(q)), `10^${q}`).toBe(bits);
  }
});

test("the file is what the script writes", () => {
  const [path, text] = powerTableFile();
  expect(text).toBe(readFileSync(packageFile(path), "utf8"));
});
