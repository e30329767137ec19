/** Loads a module and checks that it is the one the manifest speaks of, before it sees a row. */
import { ABI_VERSION } from "./assembly/layout.ts";
import { MillraceError } from "./errors.ts";
import type { QueryInfo } from "./manifest.ts";
import type { ModuleExports } from "./wasm/instance.ts";

export async function instantiate(
  info: QueryInfo,
  wasm: URL | WebAssembly.Module | BufferSource,
): Promise<ModuleExports> {
  try {
    const module =
      wasm instanceof WebAssembly.Module
        ? wasm
        : await WebAssembly.compile(wasm instanceof URL ? await bytesAt(wasm) : wasm);
    // A query imports nothing: a module that does cannot be instantiated.
    const exports = (await WebAssembly.instantiate(module)).exports as unknown as ModuleExports;
    if (exports.abi?.() !== ABI_VERSION) throw new Error("another ABI");
    const fingerprint = new Uint8Array(exports.memory.buffer, exports.fingerprint() >>> 0, 32);
    const plan = Array.from(fingerprint, (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (`sha256:${plan}` !== info.fingerprints.plan) throw new Error("another plan");
    return exports;
  } catch (error) {
    throw new MillraceError(
      "MR7001",
      `the module of \`${info.name}\` cannot be loaded: ${(error as Error).message}`,
      "build it again, or lane: 'interpret'",
    );
  }
}

/** A file beside `index.js`: from disk where the host has one, else fetched. */
async function bytesAt(url: URL): Promise<BufferSource> {
  try {
    if (url.protocol === "file:") {
      const { readFile } = (globalThis as NodeHost).process!.getBuiltinModule("node:fs/promises");
      return await readFile(url);
    }
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${response.status}`);
    return await response.arrayBuffer();
  } catch (error) {
    throw new Error(`${url.href}: ${(error as Error).message}`);
  }
}

interface NodeHost {
  readonly process?: { getBuiltinModule(name: "node:fs/promises"): { readFile(url: URL): Promise<BufferSource> } };
}
