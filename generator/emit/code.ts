/** Lines of AssemblyScript with their indentation: what emitters write and templates print. */
export class Code {
  readonly lines: string[] = [];
  #depth: number;

  constructor(depth: number) {
    this.#depth = depth;
  }

  line(text: string): void {
    this.lines.push(text === "" ? "" : "  ".repeat(this.#depth) + text);
  }

  /** `head {`, what `body` writes, `}`. A block that stays empty is not written. */
  block(head: string, body: () => void): void {
    this.line(`${head} {`);
    const start = this.lines.length;
    this.#depth++;
    body();
    this.#depth--;
    if (this.lines.length === start) this.lines.pop();
    else this.line("}");
  }

  /** Continues the block that was closed last: `} else {`. */
  otherwise(body: () => void): void {
    this.lines.pop();
    this.line("} else {");
    this.#depth++;
    body();
    this.#depth--;
    this.line("}");
  }

  get depth(): number {
    return this.#depth;
  }
}
