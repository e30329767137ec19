import { describe, expect, test } from "vitest";
import { CATALOGUE, CODES, EXAMPLE_SCHEMA } from "../../../generator/diagnostics/catalogue.ts";
import * as rowErrors from "../../../runtime/assembly/codes.ts";
import { compile } from "../bind/compile.ts";

const compileTime = CODES.filter((code) => /^MR[1-4]/.test(code));

describe.each(compileTime)("%s", (code) => {
  const { bad, good } = CATALOGUE[code];

  test("the bad example gives this diagnostic and no other", () => {
    const { codes, text } = compile(EXAMPLE_SCHEMA, bad);
    expect(codes, text).toEqual([code]);
  });

  test("the good example compiles", () => {
    const { codes, text, bound } = compile(EXAMPLE_SCHEMA, good);
    expect(codes, text).toEqual([]);
    expect(bound?.plan.kind).toBe("Output");
  });
});

test("every row error of the kernel is in the catalogue", () => {
  const known = CODES.filter((code) => /^MR60/.test(code));
  expect(known).toEqual(Object.values(rowErrors).map((number) => `MR${number}`));
  expect(known.every((code) => CATALOGUE[code].severity === "warning")).toBe(true);
});

test("messages and explanations keep to the form", () => {
  for (const code of CODES) {
    const { message, label, explanation } = CATALOGUE[code];
    expect(message, code).toMatch(/^[^.]+$/);
    expect(message, code).not.toMatch(/^[A-Z][a-z]/);
    expect(label, code).not.toMatch(/[.]$/);
    expect(explanation, code).toMatch(/^[A-Z].*\.$/s);
  }
});
