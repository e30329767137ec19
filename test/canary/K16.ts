import type { Canary } from "./canary.ts";

export const canary: Canary = {
  bug: "texts are compared by where they stand",
  gate: "R1",
  edits: [
    {
      file: "runtime/assembly/text.ts",
      find: "return Text.bytes(a) == Text.bytes(b) && sameBytes(Text.address(a), Text.address(b), Text.bytes(a));",
      replace: "return a == b;",
    },
  ],
};
