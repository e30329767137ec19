/**
 * What users download, against the goals: the runtime, and the modules of the plainest queries as `npm run build` wrote
 * them. Exit 1 where the runtime is over its goal; a module over its goal is told of.
 */
import { measureSizes } from "../bench/sizes.ts";

const RUNTIME_GZIPPED_MAX = 15 * 1024;
const MODULE_MAX = 8 * 1024;

const sizes = await measureSizes("runtime", "generated", ["q0", "q2"]);
tell("runtime, minified and gzipped", sizes.runtimeGzipped, RUNTIME_GZIPPED_MAX);
for (const { name, bytes } of sizes.modules) tell(`${name}/query.wasm`, bytes, MODULE_MAX);
process.exitCode = sizes.runtimeGzipped > RUNTIME_GZIPPED_MAX ? 1 : 0;

function tell(what: string, bytes: number, max: number): void {
  console.log(`${what.padEnd(32)} ${bytes} bytes of ${max}: ${bytes <= max ? "reached" : "OVER"}`);
}
