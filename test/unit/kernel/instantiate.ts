/** Compiles AssemblyScript test code against the kernel and runs it as WebAssembly. */
import { compileAssembly } from "../../../generator/build/asc.ts";

/** Instance of `source`, which imports kernel files as `kernel/<file>`; asserts are on. */
export async function instantiate(
  source: string,
): Promise<WebAssembly.Exports & { readonly memory: WebAssembly.Memory }> {
  const { wasm } = await compileAssembly(new Map([["test.ts", source]]), "test.ts", { target: "debug" });
  const { instance } = await WebAssembly.instantiate(wasm as BufferSource);
  return instance.exports as WebAssembly.Exports & { readonly memory: WebAssembly.Memory };
}
