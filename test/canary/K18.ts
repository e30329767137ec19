import type { Canary } from "./canary.ts";

export const canary: Canary = {
  bug: "an EMIT clause is read and ignored",
  gate: "R3",
  edits: [
    {
      file: "generator/bind/bind-timing.ts",
      find: "emit: mode ?? byDefault, latenessUs",
      replace: "emit: byDefault, latenessUs",
    },
  ],
};
