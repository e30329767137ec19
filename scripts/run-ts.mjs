/** Runs a TypeScript program of this repository, which Node 20 cannot: `node scripts/run-ts.mjs FILE [argument…]`. */
import { basename } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const [node, , file, ...args] = process.argv;
const folder = fileURLToPath(new URL("../node_modules/.cache/millrace/scripts/", import.meta.url));
const outfile = `${folder}${basename(file, ".ts")}.mjs`;
await build({
  entryPoints: [file],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
  logLevel: "warning",
});
process.argv = [node, outfile, ...args];
await import(pathToFileURL(outfile).href);
