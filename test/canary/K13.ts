import type { Canary } from "./canary.ts";

export const canary: Canary = {
  bug: "NaN keys are told apart by their bits, and so are 0 and -0",
  gate: "R1",
  edits: [
    {
      file: "runtime/assembly/numeric.ts",
      find: "return isNaN(v) ? 0x7ff8000000000000 : reinterpret<u64>(v + 0.0);",
      replace: "return reinterpret<u64>(v);",
    },
  ],
};
