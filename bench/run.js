/** `npm run bench`: bundles the bench, because Node 20 does not run TypeScript, and runs it. */
import { rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const inHere = (path) => fileURLToPath(new URL(path, import.meta.url));
const cache = inHere(".cache/");
rmSync(`${cache}generated`, { recursive: true, force: true });
const common = { bundle: true, platform: "node", format: "esm", target: "node20", logLevel: "warning" };
await build({ ...common, entryPoints: [inHere("main.ts")], outfile: `${cache}bench.js`, packages: "external" });
// Generated modules find the runtime where a project that installed it would have it.
await build({
  ...common,
  entryPoints: { index: inHere("../runtime/index.ts"), interpreter: inHere("../runtime/interpreter/lane.ts") },
  outdir: `${cache}node_modules/@millrace/runtime`,
  splitting: true,
});
writeFileSync(
  `${cache}node_modules/@millrace/runtime/package.json`,
  JSON.stringify({ type: "module", exports: { ".": "./index.js", "./interpreter": "./interpreter.js" } }),
);
await import(`${cache}bench.js`);
