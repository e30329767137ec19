import { INVALID_ESCAPE } from "./codes";
import { TextRef } from "./column";
import { Failure } from "./failure";
import { Text } from "./text";
import { findBytes, sameBytes } from "./text-search";
import { Utf8 } from "./utf8";

const ANY_RUN: u32 = 0x25; // %
const ANY_ONE: u32 = 0x5f; // _
/** What `escapeOf` says instead of a code point. */
const NO_ESCAPE: u32 = 0xffffffff;
const SEVERAL: u32 = 0xfffffffe;

/** LIKE: the general matcher, and what a pattern without `_` whose `%` stand at its ends comes down to. */
export class Like {
  /**
   * `%` is any run of code points, `_` any one, the escape takes the next one literally, be it `%` itself; '' means
   * no escape. An escape of several code points, or a pattern that ends in it, is INVALID_ESCAPE whatever the text.
   */
  static matches(text: TextRef, pattern: TextRef, escape: TextRef): bool {
    const escapePoint = escapeOf(escape);
    const start = Text.address(pattern);
    const end = Text.end(pattern);
    if (escapePoint == SEVERAL || endsInEscape(start, end, escapePoint)) {
      Failure.code = INVALID_ESCAPE;
      return false;
    }
    return matchesFrom(Text.address(text), Text.end(text), start, end, escapePoint);
  }

  /** `LIKE '%needle%'` */
  static contains(text: TextRef, needle: TextRef): bool {
    return findBytes(Text.address(text), Text.end(text), Text.address(needle), Text.bytes(needle)) != 0;
  }

  /** `LIKE '%suffix'` */
  static endsWith(text: TextRef, suffix: TextRef): bool {
    const bytes: usize = Text.bytes(suffix);
    return bytes <= <usize>Text.bytes(text) && sameBytes(Text.end(text) - bytes, Text.address(suffix), bytes);
  }
}

function escapeOf(escape: TextRef): u32 {
  const bytes: u32 = Text.bytes(escape);
  if (!bytes) return NO_ESCAPE;
  const start = Text.address(escape);
  return Utf8.width(load<u8>(start)) == bytes ? Utf8.decode(start) : SEVERAL;
}

function endsInEscape(p: usize, end: usize, escape: u32): bool {
  if (escape == NO_ESCAPE) return false;
  while (p < end) {
    const escaped = Utf8.decode(p) == escape;
    p += Utf8.width(load<u8>(p));
    if (!escaped) continue;
    if (p == end) return true;
    p += Utf8.width(load<u8>(p));
  }
  return false;
}

/**
 * Each `%` first takes nothing; on a mismatch the latest one takes one code point more. Earlier ones need never be
 * reopened: what the latest one can reach includes whatever they could.
 */
function matchesFrom(text: usize, textEnd: usize, pattern: usize, patternEnd: usize, escape: u32): bool {
  /** Pattern after the latest `%`, 0 before there is one, and the text it has taken so far. */
  let afterRun: usize = 0;
  let runEnd: usize = 0;
  while (text < textEnd) {
    if (pattern < patternEnd) {
      let wanted = Utf8.decode(pattern);
      let next = pattern + Utf8.width(load<u8>(pattern));
      const escaped = wanted == escape;
      if (escaped) {
        wanted = Utf8.decode(next);
        next += Utf8.width(load<u8>(next));
      } else if (wanted == ANY_RUN) {
        pattern = afterRun = next;
        runEnd = text;
        continue;
      }
      if ((!escaped && wanted == ANY_ONE) || wanted == Utf8.decode(text)) {
        pattern = next;
        text += Utf8.width(load<u8>(text));
        continue;
      }
    }
    if (!afterRun) return false;
    pattern = afterRun;
    runEnd += Utf8.width(load<u8>(runEnd));
    text = runEnd;
  }
  while (pattern < patternEnd && load<u8>(pattern) == ANY_RUN && escape != ANY_RUN) pattern++;
  return pattern == patternEnd;
}
