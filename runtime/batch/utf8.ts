/** Text and bytes. */

export const encoder = new TextEncoder();

/** A text may begin with U+FEFF: it is not a byte order mark here. */
export const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

const strictDecoder = new TextDecoder("utf-8", { fatal: true });

export function isUtf8(bytes: Uint8Array): boolean {
  try {
    strictDecoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** All texts together are UTF-8, and none begins inside a character. */
export function areUtf8(bytes: Uint8Array, offsets: Int32Array): boolean {
  return isUtf8(bytes) && offsets.every((offset) => ((bytes[offset] ?? 0) & 0xc0) !== 0x80);
}
