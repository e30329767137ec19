import type { Canary } from "./canary.ts";

export const canary: Canary = {
  bug: "late rows of overlapping windows are not counted",
  gate: "R1c",
  edits: [
    {
      file: "templates/operator/sliding-aggregate-sink.hbs",
      find: "      late++;\n",
      replace: "",
    },
  ],
};
