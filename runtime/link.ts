/** Loads a module and checks that it is the one the manifest speaks of, before it sees a row. */
import { MillraceError } from "./errors.ts";
import type { QueryInfo } from "./manifest.ts";
import type { ModuleExports } from "./wasm/instance.ts";

export async function instantiate(
  info: QueryInfo,
  wasm: URL | WebAssembly.Module | BufferSource,
): Promise<ModuleExports> {
  const module =
    wasm instanceof WebAssembly.Module
      ? wasm
      : await compile(info, wasm instanceof URL ? await bytesAt(info, wasm) : wasm);
  const imports = WebAssembly.Module.imports(module);
  if (imports.length > 0)
    throw refuse(info, `it imports \`${imports[0]!.module}.${imports[0]!.name}\`; a query imports nothing`);
  const exports = (await WebAssembly.instantiate(module)).exports as unknown as ModuleExports;
  if (typeof exports.abi !== "function" || exports.abi() !== info.abi)
    throw refuse(info, "its ABI is another version's");
  const at = exports.fingerprint() >>> 0;
  const found = [...new Uint8Array(exports.memory.buffer, at, 32)]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  if (`sha256:${found}` !== info.fingerprints.plan) throw refuse(info, "it was built from another plan");
  return exports;
}

async function compile(info: QueryInfo, bytes: BufferSource): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (error) {
    throw refuse(info, (error as Error).message);
  }
}

/** A file beside `index.js`: from disk where the host has one, else fetched. */
async function bytesAt(info: QueryInfo, url: URL): Promise<BufferSource> {
  try {
    if (url.protocol === "file:") {
      const { readFile } = (globalThis as NodeHost).process!.getBuiltinModule("node:fs/promises");
      return await readFile(url);
    }
    const response = await fetch(url);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return await response.arrayBuffer();
  } catch (error) {
    throw refuse(info, `${url.href} cannot be read: ${(error as Error).message}`);
  }
}

interface NodeHost {
  readonly process?: { getBuiltinModule(name: "node:fs/promises"): { readFile(url: URL): Promise<BufferSource> } };
}

function refuse(info: QueryInfo, why: string): MillraceError {
  return new MillraceError(
    "MR7001",
    `the module of \`${info.name}\` cannot be loaded: ${why}`,
    "build the query again; where WebAssembly is forbidden, open it with lane: 'interpret'",
  );
}
