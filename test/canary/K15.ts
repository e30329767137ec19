import type { Canary } from "./canary.ts";

export const canary: Canary = {
  bug: "OR forgets that a side was NULL",
  gate: "R1",
  edits: [
    {
      file: "generator/emit/expr.ts",
      find: "isNull: `!(${value}) && (${anyNull})`",
      replace: "isNull: null",
    },
  ],
};
