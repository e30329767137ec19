/**
 * Typed views of a module's memory. Growing the memory detaches every view, and writing to a detached one is silently
 * lost; so views are never kept across a call into the module: `refresh` makes new ones when the buffer has changed.
 */
export class MemoryView {
  readonly memory: WebAssembly.Memory;
  // Made by `refresh`.
  declare u8: Uint8Array<ArrayBuffer>;
  declare i8: Int8Array;
  declare i16: Int16Array;
  declare i32: Int32Array;
  declare u32: Uint32Array;
  declare i64: BigInt64Array;
  declare f32: Float32Array;
  declare f64: Float64Array;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
    this.refresh();
  }

  /** To be called after every call into the module. */
  refresh(): void {
    const buffer = this.memory.buffer as ArrayBuffer;
    if (this.u8?.buffer === buffer) return;
    this.u8 = new Uint8Array(buffer);
    this.i8 = new Int8Array(buffer);
    this.i16 = new Int16Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.u32 = new Uint32Array(buffer);
    this.i64 = new BigInt64Array(buffer);
    this.f32 = new Float32Array(buffer);
    this.f64 = new Float64Array(buffer);
  }

  /** A 32-bit word as an address: those above 2 GiB must not become negative. */
  address(at: number): number {
    return this.u32[at >>> 2]!;
  }

  /** A copy of `length` bytes. */
  bytes(address: number, length: number): Uint8Array<ArrayBuffer> {
    return this.u8.slice(address, address + length);
  }

  /** A counter; counters stay below 2^53. */
  counter(at: number): number {
    return this.u32[at >>> 2]! + this.u32[(at >>> 2) + 1]! * 4294967296;
  }
}
