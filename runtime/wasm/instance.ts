/** One module instance: its exports, the views of its memory, and what its lane and the tasks of the lane share. */
import { INVALID_JSON } from "../assembly/codes.ts";
import { DONE, OUT_OF_MEMORY, STATS_READ } from "../assembly/layout.ts";
import { MemoryView } from "../batch/memory-view.ts";
import { MillraceError } from "../errors.ts";
import type { LaneHost, RefusedRow } from "../lane.ts";
import type { InputInfo, QueryInfo } from "../manifest.ts";
import type { GivenRow } from "./task.ts";

/** What a module exports: the ABI (docs/abi.md). Addresses are unsigned but arrive signed. */
export interface ModuleExports {
  readonly memory: WebAssembly.Memory;
  abi(): number;
  fingerprint(): number;
  init(): number;
  budget(units: number): void;
  batch(input: number): number;
  clear(input: number): void;
  reserve(input: number, column: number, used: number, bytes: number): number;
  input?(bytes: number): number;
  decode?(bytes: number, last: number): number;
  decoded?(): number;
  push(input: number, from: number, to: number): number;
  watermark(input: number, us: bigint): number;
  eof(input: number): number;
  resume(): number;
  output(sink: number): number;
  release(sink: number): void;
  snapshot?(aggregate: number): number;
  snapshotNext?(aggregate: number): number;
  restore?(aggregate: number): number;
  reserveState?(aggregate: number, column: number, used: number, bytes: number): number;
  stats(): number;
  side(): number;
}

export class Instance {
  readonly exports: ModuleExports;
  readonly info: QueryInfo;
  readonly host: LaneHost;
  readonly view: MemoryView;
  /** Rows refused before they reached the module. */
  refused = 0;
  /** Rows ever given to `push`: those that the module has not read yet wait in the input batch. */
  #offered = 0;

  constructor(exports: ModuleExports, info: QueryInfo, host: LaneHost) {
    this.exports = exports;
    this.info = info;
    this.host = host;
    this.view = new MemoryView(exports.memory);
    this.check(exports.init());
  }

  get input(): InputInfo {
    return this.info.inputs[0]!;
  }

  /** Pushes the first `rows` rows of the input batch. */
  push(rows: number): number {
    this.#offered += rows;
    return this.exports.push(0, 0, rows);
  }

  /** Rows pushed of which the module has not begun. */
  get waitingRows(): number {
    return this.#offered - this.view.counter(this.stats() + STATS_READ);
  }

  /** Where the counters are, brought up to date. */
  stats(): number {
    const at = this.exports.stats() >>> 0;
    this.view.refresh();
    return at;
  }

  restoreStats(stats: Uint8Array, refused: number): void {
    const at = this.stats();
    this.view.u8.set(stats, at);
    this.#offered = this.view.counter(at + STATS_READ);
    this.refused = refused;
  }

  refuse(row: RefusedRow): void {
    this.refused++;
    this.host.malformed(0, row);
  }

  /** A row of which a codec said why it cannot be written; INVALID_JSON: it is no object. */
  refuseWritten(code: number, given: GivenRow): void {
    const column = code === INVALID_JSON ? null : this.input.columns[code >>> 16]!.name;
    this.refuse({ ...given, code: code & 0xffff, column });
  }

  /** Room for the texts of an input column; MR6301 if memory has ended. */
  readonly reserve = (column: number, used: number, bytes: number): void => {
    this.requireRoom(this.exports.reserve(0, column, used, bytes));
  };

  /** After every call that answers 0 where memory has ended. */
  requireRoom(answer: number): void {
    this.check(answer === 0 ? OUT_OF_MEMORY : DONE);
  }

  /** After every call that may have grown the memory. */
  check(status: number): void {
    this.view.refresh();
    if (status === OUT_OF_MEMORY) throw this.outOfMemory();
  }

  outOfMemory(): MillraceError {
    const limit = this.info.limits.stateBytes;
    return new MillraceError(
      "MR6301",
      `the state of \`${this.info.name}\` has reached its limit of ${limit} bytes`,
      "raise limits.stateBytes, or keep fewer keys",
      { limit },
    );
  }
}
