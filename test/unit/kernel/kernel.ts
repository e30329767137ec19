/** Kernel functions under test, with text going in and out of their memory. */
import { instantiate } from "./instantiate.ts";

/** `TextRef`: address in the low half, length in bytes in the high half. */
export type TextRef = bigint;

export interface Kernel<F> {
  /** What the source exports. i64 and texts are bigints; texts and u64 come out signed. */
  readonly call: F;
  /** A text in a buffer that is used again and again; up to eight live at a time. */
  readonly put: (text: string | Uint8Array) => TextRef;
  /** Address and end of a text put into the same buffers. */
  readonly range: (text: string | Uint8Array) => readonly [start: number, end: number];
  readonly bytes: (text: TextRef) => Uint8Array;
  readonly text: (text: TextRef) => string;
  /** The text of `length` bytes at `address`. */
  readonly textAt: (address: number, length: number) => string;
  /** The code of the last failure, which is cleared; 0 if there was none. */
  readonly failure: () => number;
  /** Forgets the texts in scratch memory. */
  readonly reset: () => void;
}

const BUFFERS = 8;
const BUFFER_BYTES = 1 << 17;

/** Compiles `source`, which imports kernel files as `kernel/<file>` and exports functions as `F` says. */
export async function loadKernel<F>(source: string): Promise<Kernel<F>> {
  const exports = await instantiate(`
    import { Failure as KernelFailure } from "kernel/failure";
    import { Memory as KernelMemory } from "kernel/memory";
    import { Scratch as KernelScratch } from "kernel/scratch";
    export function __buffers(bytes: usize): usize { return KernelMemory.alloc(bytes); }
    export function __failure(): i32 { return KernelFailure.take(); }
    export function __reset(): void { KernelScratch.reset(); }
    ${source}`);
  const { __buffers, __failure, __reset } = exports as unknown as {
    readonly __buffers: (bytes: number) => number;
    readonly __failure: () => number;
    readonly __reset: () => void;
  };
  const buffers = __buffers(BUFFERS * BUFFER_BYTES);
  const encoder = new TextEncoder();
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let next = 0;

  const write = (text: string | Uint8Array): readonly [number, number] => {
    const start = buffers + next * BUFFER_BYTES;
    next = (next + 1) % BUFFERS;
    const bytes = typeof text === "string" ? encoder.encode(text) : text;
    if (bytes.length + 16 > BUFFER_BYTES) throw new Error("the text is too long for a test buffer");
    const memory = new Uint8Array(exports.memory.buffer, start, bytes.length + 16);
    memory.set(bytes);
    // What lies behind a text must not matter.
    memory.fill(0x39, bytes.length);
    return [start, start + bytes.length];
  };
  const bytes = (address: number, length: number) => new Uint8Array(exports.memory.buffer, address, length).slice();
  const address = (text: TextRef) => Number(BigInt.asUintN(32, text));
  const length = (text: TextRef) => Number(BigInt.asUintN(64, text) >> 32n);
  return {
    call: exports as unknown as F,
    put(text) {
      const [start, end] = write(text);
      return (BigInt(end - start) << 32n) | BigInt(start);
    },
    range: write,
    bytes: (text) => bytes(address(text), length(text)),
    text: (text) => decoder.decode(bytes(address(text), length(text))),
    textAt: (start, count) => decoder.decode(bytes(start, count)),
    failure: __failure,
    reset: __reset,
  };
}
