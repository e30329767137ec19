/** The interpreter lane: runs the plan of a query where WebAssembly cannot, and checks the compiled lane in tests. */
export type { InputColumn, InputFault } from "./input.ts";
export { type Counters, Interpreter, type InterpreterSink } from "./interpreter.ts";
export { jsonLineReader, type LineFault } from "./json-line.ts";
export { type Line, LineSplitter } from "./lines.ts";
export { decodePlan } from "./plan-codec.ts";
export { fromObject } from "./rows.ts";
export type { Op } from "./window-aggregate.ts";
