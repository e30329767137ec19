import type { Canary } from "./canary.ts";

export const canary: Canary = {
  bug: "rows are judged by the watermark of the batch before theirs",
  gate: "R1c",
  edits: [
    {
      file: "generator/emit/operators/scan.ts",
      find: 'code.line("const judged = watermark;");',
      replace: 'code.line("const judged = Stats.watermark();");',
    },
    {
      file: "templates/operator/scan.hbs",
      find: "isLate = sliceEnd + LATENESS <= watermark;",
      replace: "isLate = sliceEnd + LATENESS <= Stats.watermark();",
    },
  ],
};
