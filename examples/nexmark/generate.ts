/**
 * The streams of the Nexmark benchmark (Tucker, Tufte, Papadimos, Maier 2002) from a seed: of 50 events the first is a
 * person, three are auctions and 46 are bids; ids count up from 1000; much of what happens concerns hot auctions,
 * people and channels, in the proportions that the usual generators have.
 *
 * Each stream comes by itself and in batches; their size does not change a row:
 *
 *     for (const { rows, columns } of bids({ seed: 1, count: 1_000_000 })) sum(columns.price, rows);
 *
 * `npm run nexmark -- --events 1000000 --out DIR` writes all three as files.
 */
import { type Batch, type Builders, batchOf, buildersOf, type Shape } from "./columns.ts";
import { Random } from "./random.ts";

/** Undefined: the default. */
export interface StreamOptions {
  readonly seed: number;
  /** Rows of the stream. */
  readonly count: number;
  /** Rows per batch at most: 65536. */
  readonly batchRows?: number | undefined;
  /** Of the three streams together, per second of event time: 10000. */
  readonly eventsPerSecond?: number | undefined;
  /** When the first event happens, in milliseconds since the epoch: 2026-01-01 00:00:00. */
  readonly startMs?: number | undefined;
  /** Rows arrive up to this many milliseconds after their `dateTime`, so not in its order: 0. */
  readonly disorderMs?: number | undefined;
  /** Share of the rows that arrive 4 to 30 seconds after their `dateTime`: 0. */
  readonly lateShare?: number | undefined;
}

export const PERSON = {
  id: "bigint",
  name: "text",
  emailAddress: "text",
  creditCard: "text",
  city: "text",
  state: "text",
  dateTime: "timestamp",
  extra: "text",
} as const satisfies Shape;

export const AUCTION = {
  id: "bigint",
  itemName: "text",
  description: "text",
  initialBid: "bigint",
  reserve: "bigint",
  dateTime: "timestamp",
  expires: "timestamp",
  seller: "bigint",
  category: "bigint",
  extra: "text",
} as const satisfies Shape;

export const BID = {
  auction: "bigint",
  bidder: "bigint",
  price: "bigint",
  channel: "text",
  url: "text",
  dateTime: "timestamp",
  extra: "text",
} as const satisfies Shape;

export type PersonBatch = Batch<typeof PERSON>;
export type AuctionBatch = Batch<typeof AUCTION>;
export type BidBatch = Batch<typeof BID>;

/** Events come in cycles: first the person, then the auctions, then the bids. */
const CYCLE = { person: 1, auction: 3, bid: 46 } as const;
const CYCLE_EVENTS = CYCLE.person + CYCLE.auction + CYCLE.bid;

const FIRST_ID = 1000;
/** Whom and what events choose from: the latest people and auctions, and a few that are still to come. */
const ACTIVE_PEOPLE = 1000;
const ACTIVE_AUCTIONS = 100;
const STILL_TO_COME = 10;

/** One auction and one person in so many is hot while it is among the latest. */
const HOT_STEP = 100;
/** An event chooses what is hot with probability 1 - 1/ratio. */
const HOT_AUCTION = 2;
const HOT_BIDDER = 4;
const HOT_SELLER = 4;
const HOT_CHANNEL = 2;

const HOT_CHANNELS = ["Google", "Facebook", "Baidu", "Apple"];
const CHANNELS = 10_000;
const FIRST_CATEGORY = 10;
const CATEGORIES = 5;
const LATE_MS = { least: 4000, most: 30_000 } as const;

const FIRST_NAMES = ["Peter", "Paul", "Luke", "John", "Saul", "Vicky", "Kate", "Julie", "Sarah", "Deiter", "Walter"];
const LAST_NAMES = ["Shultz", "Abrams", "Spencer", "White", "Bartels", "Walton", "Smith", "Jones", "Noris"];
const STATES = ["AZ", "CA", "ID", "OR", "WA", "WY"];
const CITIES = "Phoenix,Los Angeles,San Francisco,Boise,Portland,Bend,Redmond,Seattle,Kent,Cheyenne".split(",");

/** How many rows of each stream the first `events` events are. */
export function countsOf(events: number): Readonly<Record<keyof typeof CYCLE, number>> {
  const cycles = Math.floor(events / CYCLE_EVENTS);
  const rest = events % CYCLE_EVENTS;
  const person = cycles * CYCLE.person + Math.min(rest, CYCLE.person);
  const auction = cycles * CYCLE.auction + Math.min(Math.max(rest - CYCLE.person, 0), CYCLE.auction);
  return { person, auction, bid: events - person - auction };
}

export function persons(options: StreamOptions): Generator<PersonBatch> {
  return generate(PERSON, 1, options, (person, row, { cycle, time, random }) => {
    person.id[row] = BigInt(FIRST_ID + cycle);
    person.name.add(`${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`).end();
    person.emailAddress.addWords(random, 7, UNDERSCORE).add("@").addWords(random, 5, UNDERSCORE).add(".com").end();
    person.creditCard.add(Array.from({ length: 4 }, () => fourDigits(random)).join(" ")).end();
    person.city.add(random.pick(CITIES)).end();
    person.state.add(random.pick(STATES)).end();
    person.dateTime[row] = time;
    person.extra.addWords(random, 30).end();
  });
}

export function auctions(options: StreamOptions): Generator<AuctionBatch> {
  // An auction lasts as long as it stays among the active ones, on average.
  const lengthMs = Math.round((2 * ACTIVE_AUCTIONS * CYCLE_EVENTS * 1000) / CYCLE.auction / rateOf(options));
  return generate(AUCTION, 2, options, (auction, row, { cycle, position, time, random }) => {
    const initialBid = price(random);
    auction.id[row] = BigInt(FIRST_ID + cycle * CYCLE.auction + position);
    auction.itemName.addWords(random, 20).end();
    auction.description.addWords(random, 100).end();
    auction.initialBid[row] = BigInt(initialBid);
    auction.reserve[row] = BigInt(initialBid + price(random));
    auction.dateTime[row] = time;
    auction.expires[row] = time + BigInt(1 + random.below(lengthMs));
    auction.seller[row] = BigInt(random.isHot(HOT_SELLER) ? hotId(cycle) : personId(cycle, random));
    auction.category[row] = BigInt(FIRST_CATEGORY + random.below(CATEGORIES));
    auction.extra.addWords(random, 40).end();
  });
}

export function bids(options: StreamOptions): Generator<BidBatch> {
  return generate(BID, 3, options, (bid, row, { cycle, time, random }) => {
    const latestAuction = cycle * CYCLE.auction + CYCLE.auction - 1;
    bid.auction[row] = BigInt(random.isHot(HOT_AUCTION) ? hotId(latestAuction) : auctionId(latestAuction, random));
    bid.bidder[row] = BigInt(random.isHot(HOT_BIDDER) ? hotId(cycle) + 1 : personId(cycle, random));
    bid.price[row] = BigInt(price(random));
    const isHot = random.isHot(HOT_CHANNEL);
    bid.channel.add(isHot ? random.pick(HOT_CHANNELS) : `channel-${random.below(CHANNELS)}`).end();
    bid.url.add("https://www.nexmark.com/").addWords(random, 5, UNDERSCORE);
    bid.url.add("/").addWords(random, 5, UNDERSCORE).add("/").addWords(random, 5, UNDERSCORE).add("/item.htm?query=1");
    if (!isHot && random.below(10) > 0) bid.url.add(`&channel_id=${random.below(1_000_000)}`);
    bid.url.end();
    bid.dateTime[row] = time;
    bid.extra.addWords(random, 60).end();
  });
}

const UNDERSCORE = 0x5f;

/** What a row is made from. */
interface Event {
  /** Its cycle, and its place among those of its kind in the cycle. */
  readonly cycle: number;
  readonly position: number;
  /** Its `dateTime`. */
  readonly time: bigint;
  readonly random: Random;
}

/** `stream` separates the randomness of the three; `fill` writes the values of one row. */
function* generate<S extends Shape>(
  shape: S,
  stream: 1 | 2 | 3,
  options: StreamOptions,
  fill: (columns: Builders<S>, row: number, event: Event) => void,
): Generator<Batch<S>> {
  const { seed, count, batchRows = 65_536, disorderMs = 0, lateShare = 0 } = options;
  const { startMs = Date.UTC(2026, 0, 1) } = options;
  const perCycle = [CYCLE.person, CYCLE.auction, CYCLE.bid][stream - 1]!;
  const before = [0, CYCLE.person, CYCLE.person + CYCLE.auction][stream - 1]!;
  const msPerEvent = 1000 / rateOf(options);
  const random = new Random(seed, stream);
  // A stream without rows is one empty batch, so that its files have their columns.
  for (let first = 0; first < Math.max(count, 1); first += batchRows) {
    const rows = Math.min(batchRows, count - first);
    const columns = buildersOf(shape, rows);
    for (let row = 0; row < rows; row++) {
      const cycle = Math.floor((first + row) / perCycle);
      const position = (first + row) % perCycle;
      const arrival = startMs + Math.floor((cycle * CYCLE_EVENTS + before + position) * msPerEvent);
      const delay = random.chance(lateShare)
        ? LATE_MS.least + random.below(LATE_MS.most - LATE_MS.least)
        : random.below(disorderMs + 1);
      fill(columns, row, { cycle, position, time: BigInt(arrival - delay), random });
    }
    yield batchOf(columns, rows);
  }
}

function rateOf({ eventsPerSecond = 10_000 }: StreamOptions): number {
  return eventsPerSecond;
}

/** The hot one of the latest, counted from 0. */
function hotId(latest: number): number {
  return FIRST_ID + Math.floor(latest / HOT_STEP) * HOT_STEP;
}

function personId(latest: number, random: Random): number {
  const active = Math.min(latest + 1, ACTIVE_PEOPLE);
  return FIRST_ID + latest + 1 - active + random.below(active + STILL_TO_COME);
}

function auctionId(latest: number, random: Random): number {
  const oldest = Math.max(latest - ACTIVE_AUCTIONS, 0);
  return FIRST_ID + oldest + random.below(latest - oldest + 1 + STILL_TO_COME);
}

/** In cents: from 1 to 1,000,000 units of money, uniform in its logarithm. */
function price(random: Random): number {
  return Math.round(random.magnitude() * 100);
}

function fourDigits(random: Random): string {
  return String(random.below(10_000)).padStart(4, "0");
}
