/** The grammar of RFC 8259 over bytes. Bytes of other than ASCII characters pass inside strings, unchecked. */

/** One member of an object: byte ranges of the text between the key's quotes, and of the value. */
export interface Member {
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** An object itself is the first level. */
const NESTING_MAX = 1000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** The members of a line that is one object and nothing else, or the index of the byte at which it ceases to be one. */
export function scanObject(line: Uint8Array): readonly Member[] | number {
  const scanner = new Scanner(line);
  const members: Member[] = [];
  scanner.skipWhiteSpace();
  const isObject = scanner.takeObject(1, members) && scanner.takeEnd();
  return isObject ? members : scanner.at;
}

/** Every `take` moves past what it names, or answers false and stands at the byte that does not fit. */
class Scanner {
  at = 0;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  takeEnd(): boolean {
    this.skipWhiteSpace();
    return this.at === this.bytes.length;
  }

  /** Carriage returns too; a line feed never gets here. */
  skipWhiteSpace(): void {
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return;
      this.at++;
    }
  }

  takeObject(level: number, members: Member[] | null): boolean {
    return this.takeSequence(OPEN_BRACE, CLOSE_BRACE, level, () => {
      const keyStart = this.at + 1;
      if (!this.takeString()) return false;
      const keyEnd = this.at - 1;
      this.skipWhiteSpace();
      if (!this.takeByte(COLON)) return false;
      this.skipWhiteSpace();
      const valueStart = this.at;
      if (!this.takeValue(level)) return false;
      members?.push({ keyStart, keyEnd, valueStart, valueEnd: this.at });
      return true;
    });
  }

  private takeValue(level: number): boolean {
    switch (this.bytes[this.at]) {
      case OPEN_BRACE:
        return this.takeObject(level + 1, null);
      case OPEN_BRACKET:
        return this.takeSequence(OPEN_BRACKET, CLOSE_BRACKET, level + 1, () => this.takeValue(level + 1));
      case QUOTE:
        return this.takeString();
      case 0x74:
        return this.takeWord("true");
      case 0x66:
        return this.takeWord("false");
      case 0x6e:
        return this.takeWord("null");
      default:
        return this.takeNumber();
    }
  }

  /** Elements between commas, between an opening and a closing byte. */
  private takeSequence(open: number, close: number, level: number, takeElement: () => boolean): boolean {
    if (level > NESTING_MAX || !this.takeByte(open)) return false;
    this.skipWhiteSpace();
    if (this.takeByte(close)) return true;
    for (;;) {
      if (!takeElement()) return false;
      this.skipWhiteSpace();
      if (this.takeByte(close)) return true;
      if (!this.takeByte(COMMA)) return false;
      this.skipWhiteSpace();
    }
  }

  private takeString(): boolean {
    if (!this.takeByte(QUOTE)) return false;
    for (;;) {
      const byte = this.skipPlain();
      if (byte === QUOTE) return this.takeByte(QUOTE);
      if (byte !== BACKSLASH || !this.takeEscape()) return false;
    }
  }

  /** To the first byte that ends a string, begins an escape or is not allowed; undefined is the end of the line. */
  private skipPlain(): number | undefined {
    const { bytes } = this;
    let at = this.at;
    while (bytes[at]! >= 0x20 && bytes[at] !== QUOTE && bytes[at] !== BACKSLASH) at++;
    this.at = at;
    return bytes[at];
  }

  /** A surrogate must be a high one followed at once by a low one; the fault is at the backslash of the first. */
  private takeEscape(): boolean {
    const start = this.at++;
    const letter = this.bytes[this.at] ?? 0;
    if (letter !== 0x75) return ESCAPE_LETTERS.includes(letter) && this.takeByte(letter);
    const unit = this.takeUnit();
    if (unit === null) return false;
    if (unit < 0xd800 || unit > 0xdfff) return true;
    if (unit < 0xdc00 && this.takeByte(BACKSLASH) && this.bytes[this.at] === 0x75) {
      const low = this.takeUnit();
      if (low === null) return false;
      if (low >= 0xdc00 && low <= 0xdfff) return true;
    }
    this.at = start;
    return false;
  }

  /** `u` and four hexadecimal digits. */
  private takeUnit(): number | null {
    this.at++;
    let unit = 0;
    for (let i = 0; i < 4; i++) {
      const digit = hexDigit(this.bytes[this.at] ?? 0);
      if (digit < 0) return null;
      unit = unit * 16 + digit;
      this.at++;
    }
    return unit;
  }

  private takeNumber(): boolean {
    this.takeByte(MINUS);
    if (!this.takeByte(0x30) && !this.takeDigits()) return false;
    if (this.takeByte(POINT) && !this.takeDigits()) return false;
    const letter = this.bytes[this.at];
    if (letter !== 0x65 && letter !== 0x45) return true;
    this.at++;
    if (!this.takeByte(MINUS)) this.takeByte(0x2b);
    return this.takeDigits();
  }

  /** At least one digit. */
  private takeDigits(): boolean {
    const start = this.at;
    while (isDigit(this.bytes[this.at])) this.at++;
    return this.at > start;
  }

  private takeWord(word: string): boolean {
    for (let i = 0; i < word.length; i++) if (!this.takeByte(word.charCodeAt(i))) return false;
    return true;
  }

  private takeByte(byte: number): boolean {
    if (this.bytes[this.at] !== byte) return false;
    this.at++;
    return true;
  }
}

/** `" \ / b f n r t` */
const ESCAPE_LETTERS: readonly number[] = [0x22, 0x5c, 0x2f, 0x62, 0x66, 0x6e, 0x72, 0x74];

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function hexDigit(byte: number): number {
  if (isDigit(byte)) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
