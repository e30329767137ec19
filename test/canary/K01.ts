import type { Canary } from "./canary.ts";

export const canary: Canary = {
  bug: "a window holds the row at its end",
  gate: "R1",
  edits: [
    {
      file: "runtime/assembly/window.ts",
      find: "return ts - (rest < 0 ? rest + step : rest);",
      replace: "return ts - (rest <= 0 ? rest + step : rest);",
    },
  ],
};
