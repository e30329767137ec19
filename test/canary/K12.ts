import type { Canary } from "./canary.ts";

export const canary: Canary = {
  bug: "floor division rounds towards zero",
  gate: "R1",
  edits: [
    {
      file: "runtime/assembly/window.ts",
      find: "return ts - (rest < 0 ? rest + step : rest);",
      replace: "return ts - rest;",
    },
  ],
};
