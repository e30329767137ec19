import { describe, expect, it } from "vitest";
import { type Line, LineSplitter } from "../../../runtime/interpreter/index.ts";
import { randomFrom } from "./random.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** `number@offset:text`, with `…` behind a line that is too long. */
function show({ bytes, tooLong, offset, number }: Line): string {
  return `${number}@${offset}:${decoder.decode(bytes)}${tooLong ? "…" : ""}`;
}

function split(chunks: readonly Uint8Array[], rowBytesMax: number): readonly string[] {
  const splitter = new LineSplitter(rowBytesMax);
  const lines: string[] = [];
  for (const chunk of chunks) {
    const own = chunk.slice();
    lines.push(...splitter.push(own).map(show));
    // A chunk's memory may be used again as soon as its lines are read.
    own.fill(0x21);
  }
  return [...lines, ...splitter.end().map(show)];
}

const whole = (text: string, rowBytesMax = 1000) => split([encoder.encode(text)], rowBytesMax);

describe("lines", () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ["nothing", "", []],
    ["without a last line feed", "a\nb", ["1@0:a", "2@2:b"]],
    ["with a last line feed", "a\nb\n", ["1@0:a", "2@2:b"]],
    ["CRLF", "a\r\nb\r\n", ["1@0:a", "2@3:b"]],
    ["a carriage return inside", "a\rb\n", ["1@0:a\rb"]],
    ["blank lines", "\n \t\r\n\r\na\n\n", ["4@7:a"]],
    ["a byte order mark", "\ufeffa\n\ufeffb", ["1@3:a", "2@5:\ufeffb"]],
    ["only a byte order mark", "\ufeff", []],
    ["a byte order mark and a blank line", "\ufeff\r\na", ["2@5:a"]],
    ["text beyond ASCII", "é\n😀\n", ["1@0:é", "2@3:😀"]],
  ];
  it.each(cases)("%s", (_name, text, expected) => {
    expect(whole(text)).toEqual(expected);
  });

  it("may have as many bytes as the limit, whatever their end", () => {
    for (const end of ["\n", "\r\n", "", "\r"]) {
      expect(whole(`abcde${end}`, 5)).toEqual(["1@0:abcde"]);
      expect(whole(`abcdef${end}`, 5)).toEqual(["1@0:abcdef…"]);
      expect(whole(`\ufeffabcde${end}`, 5)).toEqual(["1@3:abcde"]);
    }
    expect(whole("ab\nabcdefgh\nx", 2)).toEqual(["1@0:ab", "2@3:abcdefgh…", "3@12:x"]);
  });

  it("are the same for every cut into chunks", () => {
    const random = randomFrom(3);
    const texts = [
      "\ufeffab\r\n\r\né😀x\n\n  \nabcdefghij\r\nlast",
      "abcdefghijklmnop\n\nq\r\n",
      "\ufeff\ufeff\n",
      "\r\r\r\n\r",
    ];
    for (const text of texts) {
      const bytes = encoder.encode(text);
      const expected = split([bytes], 8);
      for (let cut = 0; cut <= bytes.length; cut++) {
        expect(split([bytes.subarray(0, cut), bytes.subarray(cut)], 8), `${text} at ${cut}`).toEqual(expected);
      }
      expect(
        split(
          Array.from(bytes, (byte) => Uint8Array.of(byte)),
          8,
        ),
      ).toEqual(expected);
      for (let i = 0; i < 50; i++) {
        const cuts = [0, random.integer(bytes.length), random.integer(bytes.length), bytes.length].sort(
          (a, b) => a - b,
        );
        const chunks = cuts.slice(1).map((end, j) => bytes.subarray(cuts[j], end));
        expect(split(chunks, 8)).toEqual(expected);
      }
    }
  });

  it("of 16 MB are too long, or whole if the limit allows, without costing what follows", () => {
    const size = 16 * 1024 * 1024;
    const long = new Uint8Array(size + 3).fill(0x61);
    long.set(encoder.encode("\nb\n"), size);
    const chunks = Array.from({ length: 257 }, (_, i) => long.subarray(i * 65_536, (i + 1) * 65_536));
    const sample = "a".repeat(256);
    expect(split(chunks, 1_048_576)).toEqual([`1@0:${sample}…`, `2@${size + 1}:b`]);
    expect(split([long], 1_048_576)).toEqual([`1@0:${sample}…`, `2@${size + 1}:b`]);
    const splitter = new LineSplitter(size);
    const lines = chunks.flatMap((chunk) => splitter.push(chunk));
    expect(lines.map(({ bytes, tooLong }) => [bytes.length, tooLong])).toEqual([
      [size, false],
      [1, false],
    ]);
  });
});
