/** How a long run is getting on: one line redrawn on a screen, now and then a line elsewhere. */
import type { QueryMetrics } from "../../../runtime/types.ts";
import { timestampText } from "../../catalog/literals.ts";
import { bytesText, counted, grouped, rateText } from "../figures.ts";
import type { Channel } from "../terminal.ts";

const FIRST_MS = 500;
const REDRAW_MS = 100;
/** Where nothing can be redrawn. */
const LINE_MS = 10_000;
const BAR_CELLS = 20;

export class Progress {
  readonly #channel: Channel | null;
  readonly #began = performance.now();
  #next: number;
  #isDrawn = false;

  /** Null: nobody wants to know. */
  constructor(channel: Channel | null) {
    this.#channel = channel;
    this.#next = this.#began + (channel?.isTty ? FIRST_MS : LINE_MS);
  }

  /** `done`: part of the input that has been read, 0 to 1; null: not known. Draws if it is time to. */
  tick(metrics: () => QueryMetrics, done: () => number | null): void {
    if (this.#channel === null || performance.now() < this.#next) return;
    const seconds = (performance.now() - this.#began) / 1000;
    const line = progressLine(metrics(), done(), seconds);
    if (this.#channel.isTty) this.#channel.write(`\r\x1b[2K${line.slice(0, this.#channel.width - 1)}`);
    else this.#channel.write(`${line}\n`);
    this.#isDrawn = this.#channel.isTty;
    this.#next = performance.now() + (this.#channel.isTty ? REDRAW_MS : LINE_MS);
  }

  /** Clears the line. */
  end(): void {
    if (this.#isDrawn) this.#channel?.write("\r\x1b[2K");
    this.#isDrawn = false;
  }
}

function progressLine(
  { law, inputs, openWindows, memoryBytes }: QueryMetrics,
  done: number | null,
  seconds: number,
): string {
  const filled = Math.round((done ?? 0) * BAR_CELLS);
  const bar =
    done === null ? [] : [`${"#".repeat(filled)}${"-".repeat(BAR_CELLS - filled)} ${Math.floor(done * 100)} %`];
  const [watermark] = Object.values(inputs).flatMap((input) => (input.watermark === null ? [] : [input.watermark]));
  const parts = [
    ...bar,
    `${grouped(law.read)} rows`,
    rateText(law.read / seconds),
    ...(done === null || done === 0 ? [] : [`${Math.ceil((seconds / done) * (1 - done))} s left`]),
    ...(watermark === undefined ? [] : [`watermark ${timestampText(BigInt(Math.round(watermark * 1000)), 0)}`]),
    `${counted(openWindows, "window")} open`,
    ...(memoryBytes === 0 ? [] : [bytesText(memoryBytes)]),
  ];
  return parts.join(" · ");
}
