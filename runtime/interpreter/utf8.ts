/** UTF-8 (RFC 3629): no surrogates, no overlong forms, nothing above U+10FFFF. */

/** Bytes of a well-formed string in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit <= 0xdfff) {
      // Two units, four bytes.
      bytes += 1;
    } else {
      bytes += unit >= 0x800 ? 2 : unit >= 0x80 ? 1 : 0;
    }
  }
  return bytes;
}

/** Index of the first byte of the first ill-formed sequence, or -1. */
export function illFormedAt(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = bytes[at]! < 0x80 ? 1 : sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return -1;
}

/** Length of the well-formed sequence beyond ASCII at `at`, 0 if there is none (table 3-7 of the Unicode standard). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (at + length > bytes.length) return 0;
  for (let i = 1; i < length; i++) {
    const low = i > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const high = i > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (bytes[at + i]! < low || bytes[at + i]! > high) return 0;
  }
  return length;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The text of well-formed bytes. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  // A call of the host's decoder costs more than a short ASCII text.
  if (end - start > 32) return decoder.decode(bytes.subarray(start, end));
  let text = "";
  for (let i = start; i < end; i++) {
    if (bytes[i]! >= 0x80) return decoder.decode(bytes.subarray(start, end));
    text += String.fromCharCode(bytes[i]!);
  }
  return text;
}
