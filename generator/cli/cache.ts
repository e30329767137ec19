/** Where compiled modules are kept between commands. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { folderCache, NO_CACHE, type WasmCache } from "../build/cache.ts";

/** In the nearest `node_modules`; where there is none nothing is kept. */
export function existingCache(root: string): WasmCache {
  const folder = nearestWithModules(root);
  return folder === null ? NO_CACHE : cacheIn(folder);
}

/** As `existingCache`, but makes a `node_modules` if there is none. */
export function projectCache(root: string): WasmCache {
  return cacheIn(nearestWithModules(root) ?? root);
}

/** Where nothing can be written, nothing is kept. */
function cacheIn(root: string): WasmCache {
  const cache = folderCache(join(root, "node_modules", ".cache", "millrace"));
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
