/** Cuts a stream of bytes into lines, however it comes in chunks. */

export interface Line {
  /** Without its end (LF or CRLF); of a line that is too long only the beginning. */
  readonly bytes: Uint8Array;
  readonly tooLong: boolean;
  /** Position of its first byte in the whole input. */
  readonly offset: number;
  /** From 1; lines left out count too. */
  readonly number: number;
}

/** What there is of the line that has not ended, all its bytes counted, and where it begins. */
export interface SavedLines {
  readonly bytes: Uint8Array;
  readonly lineBytes: number;
  readonly offset: number;
  readonly number: number;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;
/** How much of a line that is too long is kept, to show it. */
const SAMPLE_BYTES = 256;

/**
 * Blank lines (spaces, tabs, carriage returns) are left out, as is a byte order mark at the very start. A line of more
 * than `rowBytesMax` bytes comes out as `tooLong` and is never held as a whole, unless its chunk holds it.
 */
export class LineSplitter {
  private readonly rowBytesMax: number;
  /** What came of the line that has not ended yet; no more than shows that it is too long. */
  private pending: Uint8Array[] = [];
  private pendingBytes = 0;
  private lineBytes = 0;
  private offset = 0;
  private number = 1;

  /** `saved` continues where another splitter was. */
  constructor(rowBytesMax: number, saved: SavedLines | null = null) {
    this.rowBytesMax = rowBytesMax;
    if (saved === null) return;
    this.pending = [saved.bytes];
    this.pendingBytes = saved.bytes.length;
    this.lineBytes = saved.lineBytes;
    this.offset = saved.offset;
    this.number = saved.number;
  }

  get saved(): SavedLines {
    const { pending, pendingBytes, lineBytes, offset, number } = this;
    return { bytes: joined(pending, pendingBytes), lineBytes, offset, number };
  }

  /** The lines that end in this chunk. They may share its memory: use them before the chunk is written to again. */
  push(chunk: Uint8Array): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(LINE_FEED, start);
      if (end < 0) break;
      this.complete(chunk.subarray(start, end), lines);
      this.offset++;
      start = end + 1;
    }
    this.keep(chunk.subarray(start));
    return lines;
  }

  /** The last line, if the input did not end with a line feed. */
  end(): Line[] {
    const lines: Line[] = [];
    if (this.lineBytes > 0) this.complete(new Uint8Array(0), lines);
    return lines;
  }

  private keep(part: Uint8Array): void {
    this.lineBytes += part.length;
    // A mark before and a carriage return behind do not count as the line's bytes.
    const enough = Math.max(this.rowBytesMax, SAMPLE_BYTES) + BYTE_ORDER_MARK.length + 2;
    const kept = part.slice(0, Math.max(enough - this.pendingBytes, 0));
    if (kept.length > 0) this.pending.push(kept);
    this.pendingBytes += kept.length;
  }

  private complete(last: Uint8Array, lines: Line[]): void {
    let line = last;
    if (this.lineBytes > 0) {
      this.keep(last);
      line = joined(this.pending, this.pendingBytes);
    }
    const isFirst = this.offset === 0;
    const markBytes = isFirst && BYTE_ORDER_MARK.every((byte, i) => line[i] === byte) ? BYTE_ORDER_MARK.length : 0;
    const bytes = line.subarray(markBytes, line.length - (line.at(-1) === CARRIAGE_RETURN ? 1 : 0));
    const tooLong = bytes.length > this.rowBytesMax;
    if (tooLong || !isBlank(bytes)) {
      const { offset, number } = this;
      lines.push({
        bytes: tooLong ? bytes.slice(0, SAMPLE_BYTES) : bytes,
        tooLong,
        offset: offset + markBytes,
        number,
      });
    }
    this.offset += Math.max(this.lineBytes, last.length);
    this.number++;
    this.pending = [];
    this.pendingBytes = 0;
    this.lineBytes = 0;
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === CARRIAGE_RETURN);
}
