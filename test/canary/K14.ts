import type { Canary } from "./canary.ts";

export const canary: Canary = {
  bug: "equal hashes are taken for equal keys",
  gate: "R1",
  edits: [
    {
      file: "templates/operator/hash-aggregate-sink.hbs",
      find: "const hash: u32 = {{hash}};",
      replace: "const hash: u32 = ({{hash}}) & 255;",
    },
    {
      file: "templates/operator/hash-aggregate-sink.hbs",
      find: "{{breakIfKey}}",
      replace: "break;",
    },
    {
      file: "templates/operator/hash-aggregate-sink.hbs",
      find: "== hash{{matches}}) break;",
      replace: "== hash) break;",
    },
  ],
};
