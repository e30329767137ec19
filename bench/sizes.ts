/** Bytes that users pay for. */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

export interface Sizes {
  /** `runtime/index.ts` with all it imports at once, minified, gzipped. */
  readonly runtimeGzipped: number;
  /** What the other lane adds once it is asked for. */
  readonly interpreterGzipped: number;
  readonly modules: readonly { readonly name: string; readonly bytes: number; readonly gzipped: number }[];
}

/** `generated`: the folder of the queries' folders. */
export async function measureSizes(runtime: string, generated: string, queries: readonly string[]): Promise<Sizes> {
  return {
    runtimeGzipped: await gzippedBundle(`${runtime}/index.ts`),
    interpreterGzipped: await gzippedBundle(`${runtime}/interpreter/lane.ts`),
    modules: queries.map((name) => {
      const wasm = readFileSync(`${generated}/${name}/query.wasm`);
      return { name, bytes: wasm.length, gzipped: gzipSync(wasm, { level: 9 }).length };
    }),
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
