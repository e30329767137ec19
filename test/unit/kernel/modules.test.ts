import { expect, test } from "vitest";
import { compileAssembly } from "../../../generator/build/asc.ts";
import { SCALAR_FUNCTIONS } from "../../../generator/catalog/functions.ts";
import type { TypeKind } from "../../../runtime/plan.ts";

const TYPES: Partial<Record<TypeKind, string>> = {
  TEXT: "u64",
  INTEGER: "i32",
  BIGINT: "i64",
  DOUBLE: "f64",
  BOOLEAN: "bool",
  TIMESTAMP: "i64",
};
const FILES: Readonly<Record<string, string>> = {
  Text: "text",
  Like: "like",
  CaseMap: "case-map",
  DateTime: "datetime",
  Numeric: "numeric",
};

interface Compiled {
  readonly module: WebAssembly.Module;
  readonly bytes: number;
  readonly wat: string;
}

async function compile(imports: readonly string[], body: string): Promise<Compiled> {
  const lines = imports.map((name) => `import { ${name} } from "kernel/${FILES[name]}";`);
  const source = [...lines, body].join("\n");
  const { wasm, wat } = await compileAssembly(new Map([["test.ts", source]]), "test.ts", { target: "release" }, true);
  return { module: new WebAssembly.Module(wasm as BufferSource), bytes: wasm.length, wat: wat! };
}

test("the function table's kernel functions exist with its types, in a module without imports or start", async () => {
  const overloads = SCALAR_FUNCTIONS.flatMap((f) => f.overloads).filter((o) => o.kernel !== null);
  const body = overloads.map(({ kernel, params, returns }, i) => {
    const list = params.map((type, n) => `a${n}: ${TYPES[type]}`).join(", ");
    const names = params.map((_, n) => `a${n}`).join(", ");
    return `export function call${i}(${list}): ${TYPES[returns]} { return ${kernel}(${names}); }`;
  });
  const { module, wat } = await compile(Object.keys(FILES), body.join("\n"));
  expect(overloads.length).toBeGreaterThan(40);
  expect(WebAssembly.Module.exports(module).length).toBe(overloads.length + 1);
  expect(WebAssembly.Module.imports(module)).toEqual([]);
  expect(wat).not.toContain("(start");
});

test.each([
  ["Text", "export function f(a: u64, b: u64): bool { return Text.equals(a, b); }", 300],
  ["Text", "export function f(a: u64): u64 { return Text.hash(a); }", 400],
  ["DateTime", "export function f(a: i64): i64 { return DateTime.truncHour(a); }", 200],
  ["DateTime", "export function f(a: usize, b: usize): i64 { return DateTime.parseTimestamp(a, b, 1000); }", 2_500],
  ["CaseMap", "export function f(a: u64): u64 { return CaseMap.lower(a); }", 3_500],
])("a module that uses one function of %s carries no other", async (name, body, bytesMax) => {
  const { bytes } = await compile([name], body);
  expect(bytes).toBeLessThan(bytesMax);
});
