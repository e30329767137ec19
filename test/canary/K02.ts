import type { Canary } from "./canary.ts";

export const canary: Canary = {
  bug: "late rows are not held back",
  gate: "R1c",
  edits: [
    {
      file: "generator/emit/operators/scan.ts",
      find: 'code.line("const judged = watermark;");',
      replace: 'code.line("const judged: i64 = i64.MIN_VALUE;");',
    },
    {
      file: "templates/operator/scan.hbs",
      find: "isLate = sliceEnd + LATENESS <= watermark;",
      replace: "isLate = false;",
    },
  ],
};
