import type { Canary } from "./canary.ts";

export const canary: Canary = {
  bug: "a correction does not take the old row back",
  gate: "R1c",
  edits: [
    {
      file: "templates/operator/write-row.hbs",
      find: "const had = was == 0 ? 0 :",
      replace: "const had = was != usize.MAX_VALUE ? 0 :",
    },
  ],
};
