/**
 * Bids as columns, by seed. One row every few microseconds of event time; one row in ten comes up to 2 s after its
 * place, one in a thousand 15 to 25 s: behind the end of its window and the watermark's delay, so that it is late.
 */
import { randomFrom } from "./random.ts";

export const DELAY_US = 4_000_000;
export const WINDOW_US = 10_000_000;
/** 2026-01-01 00:00:00 UTC. */
const BEGIN_US = 1_767_225_600_000_000;

export interface BidShape {
  readonly rows: number;
  readonly keys: number;
  /** Rows per window of 10 s. */
  readonly rowsPerWindow: number;
  readonly withLateRows: boolean;
}

/** The columns as JavaScript numbers, all of them whole. */
export interface Bids {
  readonly rows: number;
  /** Which of the keys, from 0; uniformly distributed. */
  readonly key: Int32Array;
  /** Between 100 and 100,000,000, small ones more often. */
  readonly price: Int32Array;
  /** Microseconds since the epoch. */
  readonly ts: Float64Array;
  /** 1 where a window has closed before its row came, judged as the queries do: by the rows before it. */
  readonly late: Uint8Array;
}

export function makeBids({ rows, keys, rowsPerWindow, withLateRows }: BidShape): Bids {
  const random = randomFrom(1);
  const bids = {
    rows,
    key: new Int32Array(rows),
    price: new Int32Array(rows),
    ts: new Float64Array(rows),
    late: new Uint8Array(rows),
  };
  const stepUs = WINDOW_US / rowsPerWindow;
  let watermark = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < rows; row++) {
    const chance = random();
    const behindUs = withLateRows && chance < 0.001 ? 15e6 + random() * 10e6 : chance < 0.1 ? random() * 2e6 : 0;
    const ts = BEGIN_US + Math.floor(row * stepUs - behindUs);
    bids.key[row] = random() * keys;
    bids.price[row] = 100 * 10 ** (random() * 6);
    bids.ts[row] = ts;
    bids.late[row] = ts - (ts % WINDOW_US) + WINDOW_US <= watermark ? 1 : 0;
    watermark = Math.max(watermark, ts - DELAY_US);
  }
  return bids;
}

/** Distinct ids below 2^30, in no order: auctions as a busy house would have numbered them. */
export function auctionIds(keys: number): Int32Array {
  const random = randomFrom(2);
  const ids = new Set<number>();
  while (ids.size < keys) ids.add(Math.floor(random() * 2 ** 30));
  return Int32Array.from(ids);
}

/** Distinct names of 8 to 22 bytes. */
export function channelNames(keys: number): string[] {
  const random = randomFrom(3);
  const names = new Set<string>();
  while (names.size < keys)
    names.add(`ch-${letters(random, 4 + Math.floor(random() * 14))}-${Math.floor(random() * 10)}`.slice(0, 22));
  return [...names];
}

export function letters(random: () => number, count: number): string {
  let text = "";
  for (let i = 0; i < count; i++) text += String.fromCharCode(97 + Math.floor(random() * 26));
  return text;
}

/** Whole numbers as 64-bit integers. */
export function widen(numbers: ArrayLike<number>): BigInt64Array {
  const words = new Int32Array(numbers.length * 2);
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i]!;
    words[i * 2] = value % 4294967296;
    words[i * 2 + 1] = Math.floor(value / 4294967296);
  }
  return new BigInt64Array(words.buffer);
}
