/** The executions of quality.md §2 that every case goes through. */
import type { InputLine } from "../fuzz/engine.ts";
import { Random } from "../fuzz/random.ts";
import type { Execution } from "./execute.ts";

export interface NamedExecution extends Execution {
  readonly id: string;
  /** `story`: rows, signs, order and lines; `end`: what is there in the end. */
  readonly compares: "story" | "end";
  readonly optimize: boolean;
  readonly seed: number;
}

/** `cuts`: how many random cuts E3 makes. */
export function executionsFor(inputs: readonly InputLine[], seed: number, cuts: number): readonly NamedExecution[] {
  const make = (id: string, change: Partial<NamedExecution>, own = seed): NamedExecution => {
    const random = new Random(own);
    return {
      id,
      compares: "end",
      optimize: true,
      seed: own,
      lane: "wasm",
      ingest: "objects",
      cutsBefore: () => false,
      restartsAfter: () => false,
      random: () => random.next() / 4294967296,
      ...change,
    };
  };
  const each = { cutsBefore: () => true, compares: "story" } as const;
  const restarts = restartLines(inputs.length, new Random(seed));
  return [
    make("E1 one batch", {}),
    make("E2 row by row", each),
    ...Array.from({ length: cuts }, (_, i) => {
      const random = new Random(seed + i + 1);
      const cut = new Set(inputs.map((_, line) => line + 1).filter(() => random.next() / 4294967296 < 0.3));
      return make(`E3 cut ${i + 1}`, { cutsBefore: (line) => cut.has(line) }, seed + i + 1);
    }),
    make("E4 restored after every line", { ...each, restartsAfter: (line) => restarts.has(line) }),
    make("E5 optimizer off", { ...each, optimize: false }),
    make("E6 interpreter", { ...each, lane: "interpret" }),
    make("E6 interpreter, restored", {
      ...each,
      lane: "interpret",
      restartsAfter: (line) => restarts.has(line) && line % 5 === 0,
    }),
    make("E9 bytes", { ...each, ingest: "bytes" }),
    make("E9 bytes, one batch", { ingest: "bytes" }),
    make("E9 arrow", { ...each, ingest: "arrow" }),
    make("E9 arrow, one batch", { ingest: "arrow" }),
    make("E9 interpreter, bytes", { ...each, ingest: "bytes", lane: "interpret" }),
    make("E9 interpreter, arrow", { ...each, ingest: "arrow", lane: "interpret" }),
  ];
}

/** The first 200 lines, then 20 at random. */
function restartLines(count: number, random: Random): ReadonlySet<number> {
  const lines = new Set(Array.from({ length: Math.min(count, 200) }, (_, i) => i + 1));
  for (let i = 0; count > 200 && i < 20; i++) lines.add(201 + Math.floor((random.next() / 4294967296) * (count - 200)));
  return lines;
}
