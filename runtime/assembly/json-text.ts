import { OUT_OF_MEMORY } from "./layout";
import { TextRef } from "./column";
import { Failure } from "./failure";
import { Json } from "./json";
import { Scratch } from "./scratch";
import { Text } from "./text";
import { Utf8 } from "./utf8";

const BACKSLASH: u8 = 0x5c;

/** The texts that valid strings of a line stand for. */
export class JsonText {
  /**
   * The text of the string between its quotes: in place, or in Scratch, where it lasts until the next call, if there
   * are escapes. Failure.code is OUT_OF_MEMORY and the text empty if Scratch has no room.
   */
  static of(start: usize, end: usize): TextRef {
    if (!JsonText.hasEscape(start, end)) return Text.of(start, end - start);
    Scratch.reset();
    const room = Scratch.alloc(end - start + 16);
    if (!room) {
      Failure.code = OUT_OF_MEMORY;
      return 0;
    }
    return Text.of(room, unescape(start, end, room) - room);
  }

  static hasEscape(start: usize, end: usize): bool {
    for (let at = start; at < end; at += 16) {
      const escapes = backslashes(v128.load(at));
      if (escapes) return at + ctz(escapes) < end;
    }
    return false;
  }
}

/** Writes the text to `to`, which has room for 16 bytes more than the string; returns the address after it. */
function unescape(at: usize, end: usize, to: usize): usize {
  while (true) {
    const chunk = v128.load(at);
    v128.store(to, chunk);
    const plain = <usize>ctz(backslashes(chunk) | 0x10000);
    if (at + plain >= end) return to + (end - at);
    at += plain;
    to += plain;
    if (plain == 16) continue;
    const letter = load<u8>(at, 1);
    if (letter != 0x75) {
      store<u8>(to++, control(letter));
      at += 2;
      continue;
    }
    let codePoint = Json.unit(at + 2);
    at += 6;
    if ((codePoint & 0xf800) == 0xd800) {
      codePoint = 0x10000 + ((codePoint & 0x3ff) << 10) + (Json.unit(at + 2) & 0x3ff);
      at += 6;
    }
    to += Utf8.encode(codePoint, to);
  }
}

/** What the letter of a short escape stands for; the quote, the slash and the backslash stand for themselves. */
function control(letter: u8): u8 {
  switch (letter) {
    case 0x62:
      return 0x08;
    case 0x66:
      return 0x0c;
    case 0x6e:
      return 0x0a;
    case 0x72:
      return 0x0d;
    case 0x74:
      return 0x09;
    default:
      return letter;
  }
}

/** Bit i is set where byte i is a backslash. */
function backslashes(chunk: v128): u32 {
  return i8x16.bitmask(i8x16.eq(chunk, i8x16.splat(<i8>BACKSLASH)));
}
