/** The same bids as JSON lines in the form of the Nexmark benchmark, about 240 bytes each. */
import { auctionIds, type Bids, letters } from "./bids.ts";
import { randomFrom } from "./random.ts";

const POOL = 4096;

export function bidLines(bids: Bids, keys: number): Buffer {
  const random = randomFrom(4);
  const auctions = auctionIds(keys);
  const channels = pool(() =>
    random() < 0.5 ? HOT_CHANNELS[Math.floor(random() * 4)]! : `channel-${Math.floor(random() * 10_000)}`,
  );
  const urls = pool(
    () => `https://www.nexmark.com/${letters(random, 5)}/${letters(random, 5)}/${letters(random, 5)}/item.htm?query=1`,
  );
  const extras = pool(() => letters(random, 20 + Math.floor(random() * 60)));
  const bytes = Buffer.alloc(bids.rows * MAX_LINE_BYTES);
  let end = 0;
  for (let row = 0; row < bids.rows; row++) {
    const pick = Math.floor(random() * POOL);
    const line = `{"auction":${auctions[bids.key[row]!]},"bidder":${1000 + pick},"price":${bids.price[row]},"channel":"${channels[pick]}","url":"${urls[pick]}&channel_id=${pick * 257}","dateTime":"${timeText(bids.ts[row]!)}","extra":"${extras[(pick * 31 + row) % POOL]}"}\n`;
    end += bytes.write(line, end, "latin1");
  }
  return bytes.subarray(0, end);
}

const HOT_CHANNELS = ["Google", "Facebook", "Baidu", "Apple"];
const MAX_LINE_BYTES = 320;

function pool(make: () => string): readonly string[] {
  return Array.from({ length: POOL }, make);
}

/** `YYYY-MM-DD HH:MM:SS.mmm` */
function timeText(us: number): string {
  const iso = new Date(Math.floor(us / 1000)).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}`;
}
