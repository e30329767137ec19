/** Bytes that users pay for. */
import { readFileSync, statSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

export interface Sizes {
  /** `runtime/index.ts` with all it imports at once, minified, gzipped. */
  readonly runtimeGzipped: number;
  /** What the other lane adds once it is asked for. */
  readonly interpreterGzipped: number;
  /** Module of the JSON query. */
  readonly simpleWasm: number;
  readonly simpleWasmGzipped: number;
}

export async function measureSizes(runtime: string, simpleQuery: string): Promise<Sizes> {
  const wasm = `${simpleQuery}/query.wasm`;
  return {
    runtimeGzipped: await gzippedBundle(`${runtime}/index.ts`),
    interpreterGzipped: await gzippedBundle(`${runtime}/interpreter/lane.ts`),
    simpleWasm: statSync(wasm).size,
    simpleWasmGzipped: gzipSync(readFileSync(wasm), { level: 9 }).length,
  };
}

async function gzippedBundle(entry: string): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  });
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).length;
}
