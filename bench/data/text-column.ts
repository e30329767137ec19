/** A text column in Arrow layout. */
export interface TextColumn {
  /** Rows + 1 positions in `bytes`. */
  readonly offsets: Int32Array;
  readonly bytes: Uint8Array;
}

/** Row i holds `texts[pick[i]]`. */
export function textColumn(texts: readonly string[], pick: Int32Array): TextColumn {
  const encoder = new TextEncoder();
  const encoded = texts.map((text) => encoder.encode(text));
  const offsets = new Int32Array(pick.length + 1);
  for (let row = 0; row < pick.length; row++) offsets[row + 1] = offsets[row]! + encoded[pick[row]!]!.length;
  const bytes = new Uint8Array(offsets[pick.length]!);
  for (let row = 0; row < pick.length; row++) bytes.set(encoded[pick[row]!]!, offsets[row]!);
  return { offsets, bytes };
}
