/** Where compiled modules are kept between commands. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { folderCache, type WasmCache } from "../build/cache.ts";

/** In the nearest `node_modules`, else in one of the project's own; where nothing can be written, nothing is kept. */
export function projectCache(root: string): WasmCache {
  const cache = folderCache(join(nearestWithModules(root) ?? root, "node_modules", ".cache", "millrace"));
  return {
    get: cache.get,
    put(key, wasm) {
      try {
        cache.put(key, wasm);
      } catch {
        // The next build compiles again.
      }
    },
  };
}

function nearestWithModules(folder: string): string | null {
  if (existsSync(join(folder, "node_modules"))) return folder;
  const parent = dirname(folder);
  return parent === folder ? null : nearestWithModules(parent);
}
