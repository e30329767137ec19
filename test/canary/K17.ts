import type { Canary } from "./canary.ts";

export const canary: Canary = {
  bug: "a whole number divided by 0 is 0",
  gate: "R1e",
  edits: [
    {
      file: "generator/emit/arithmetic.ts",
      find: 'code.block(`if (${b} == 0)`, () => fail("DIVISION_BY_ZERO"));',
      replace: "code.line(`const ${result}Zero = ${b} == 0;`);",
    },
    {
      file: "generator/emit/arithmetic.ts",
      find: "      code.line(`const ${result} = ${a} ${OPERATOR[name]} ${b};`);\n      return result;\n    }\n    if (call.type.kind",
      replace:
        "      code.line(`const ${result} = ${result}Zero ? 0 : ${a} ${OPERATOR[name]} ${b};`);\n      return result;\n    }\n    if (call.type.kind",
    },
  ],
};
