import { TextRef } from "./column";
import { Failure } from "./failure";
import { Json } from "./json";
import { OUT_OF_MEMORY } from "./layout";
import { Memory } from "./memory";
import { Text } from "./text";
import { Utf8 } from "./utf8";

const BACKSLASH: u8 = 0x5c;

/** Room for one text without its escape sequences. */
let room: usize = 0;
let roomBytes: usize = 0;

/** The texts that valid strings of a line stand for. */
export class JsonText {
  /**
   * The text of the string between its quotes, the last one of the line that `Json` has read: in place, or where it
   * lasts until the next call if there are escapes. If there is no room for that, `Failure.code` is OUT_OF_MEMORY.
   */
  static of(start: usize, end: usize): TextRef {
    if (Json.escapeAt < start) return Text.of(start, end - start);
    const bytes = end - start + 16;
    if (bytes > roomBytes) {
      if (roomBytes) Memory.free(room, roomBytes);
      room = Memory.alloc(bytes);
      roomBytes = room ? bytes : 0;
      if (!room) {
        Failure.code = OUT_OF_MEMORY;
        return 0;
      }
    }
    return Text.of(room, unescape(start, end, room) - room);
  }
}

/** Writes the text to `to`, which has room for 16 bytes more than the string; returns the address after it. */
function unescape(at: usize, end: usize, to: usize): usize {
  while (true) {
    const chunk = v128.load(at);
    v128.store(to, chunk);
    const escapes: u32 = i8x16.bitmask(i8x16.eq(chunk, i8x16.splat(<i8>BACKSLASH)));
    const plain = <usize>ctz(escapes | 0x10000);
    if (at + plain >= end) return to + (end - at);
    at += plain;
    to += plain;
    if (plain == 16) continue;
    at = Json.escape(at);
    to += Utf8.encode(Json.codePoint, to);
  }
}
