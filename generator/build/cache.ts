/**
 * Compiled modules by content: the key is the code fingerprint, so that equal code is compiled once, whichever query
 * or folder it belongs to. An entry carries its own digest; one that does not match is compiled again.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Sha } from "../../runtime/manifest.ts";
import { sha256 } from "./hash.ts";

export interface WasmCache {
  get(key: Sha): Uint8Array | null;
  put(key: Sha, wasm: Uint8Array): void;
}

export const NO_CACHE: WasmCache = { get: () => null, put: () => undefined };

/** In a folder, made when it is first written to. */
export function folderCache(folder: string): WasmCache {
  const path = (key: Sha) => join(folder, `${key.replace(":", "-")}.wasm`);
  return {
    get(key) {
      const entry = readEntry(path(key));
      if (entry === null || entry.length < DIGEST_BYTES) return null;
      const wasm = entry.subarray(DIGEST_BYTES);
      return sha256(wasm) === entry.subarray(0, DIGEST_BYTES).toString("latin1") ? new Uint8Array(wasm) : null;
    },
    put(key, wasm) {
      mkdirSync(folder, { recursive: true });
      const file = path(key);
      // Another process may write the same entry: it appears whole or not at all.
      const temporary = `${file}.${process.pid}.tmp`;
      writeFileSync(temporary, Buffer.concat([Buffer.from(sha256(wasm), "latin1"), wasm]));
      renameSync(temporary, file);
    },
  };
}

/** "sha256:" and 64 digits. */
const DIGEST_BYTES = 71;

function readEntry(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
