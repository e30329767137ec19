/** Load: the bytes of a module and the code of the runtime in memory, then until the first result is read. */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { QueryDefinition } from "../runtime/index.ts";

/** Milliseconds. To be called once per process: a second load would find compiled code. */
export async function measureLoad(folder: string): Promise<number> {
  const wasm = readFileSync(`${folder}/query.wasm`);
  const { default: definition } = (await import(pathToFileURL(`${folder}/index.js`).href)) as {
    default: QueryDefinition<{ bid: object }, object>;
  };
  const began = performance.now();
  const query = await definition.start({ wasm });
  query.inputs.bid.submitBytes(FIRST_LINE, { last: true });
  query.inputs.bid.end();
  const results = query.pollOutput();
  const ms = performance.now() - began;
  if (results.length !== 1) throw new Error(`${results.length} results instead of 1`);
  await query.stop();
  return ms;
}

const FIRST_LINE = new TextEncoder().encode('{"auction":1,"price":2,"dateTime":"2026-01-01 00:00:00.000"}\n');
