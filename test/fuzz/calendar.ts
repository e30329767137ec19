/** Dates and times as text, proleptic Gregorian and UTC: for literals, input lines and comparing results. */

const DAY_US = 86_400_000_000n;

/** `YYYY-MM-DD`; years outside 0000–9999 have a sign and at least four digits, as ISO 8601 counts them. */
export function formatDate(days: bigint): string {
  const iso = new Date(Number(days) * 86_400_000).toISOString().split("T")[0]!;
  return iso.replace(/^([+-])0*(\d{4,})/, (_, sign, year) => (sign === "-" ? `-${year}` : year));
}

/** `YYYY-MM-DD HH:MM:SS` and `digits` fraction digits; what does not fit them is cut off. */
export function formatTimestamp(us: bigint, digits: number): string {
  const day = floorDiv(us, DAY_US);
  const time = us - day * DAY_US;
  const pad = (n: bigint) => n.toString().padStart(2, "0");
  const clock = `${pad(time / 3_600_000_000n)}:${pad((time / 60_000_000n) % 60n)}:${pad((time / 1_000_000n) % 60n)}`;
  const fraction = (time % 1_000_000n).toString().padStart(6, "0").slice(0, digits);
  return `${formatDate(day)} ${clock}${digits > 0 ? `.${fraction}` : ""}`;
}

/** Days since 1970-01-01 of `[-]YYYY-MM-DD`. */
export function parseDate(text: string): bigint {
  const match = /^(-?)(\d{4,6})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) throw new Error(`no date: ${text}`);
  const [, sign, year, month, day] = match;
  const millis = new Date(0).setUTCFullYear(Number(sign + year!), Number(month) - 1, Number(day));
  return BigInt(millis / 86_400_000);
}

/** Microseconds of `[-]YYYY-MM-DD HH:MM:SS[.f…]`, a `T` between or a `Z` behind; digits past the sixth are cut off. */
export function parseTimestamp(text: string): bigint {
  const match = /^(\S+?)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d+))?Z?$/.exec(text);
  if (match === null) throw new Error(`no timestamp: ${text}`);
  const [, date, hour, minute, second, fraction = ""] = match;
  const seconds = BigInt(hour!) * 3600n + BigInt(minute!) * 60n + BigInt(second!);
  return parseDate(date!) * DAY_US + seconds * 1_000_000n + BigInt(fraction.padEnd(6, "0").slice(0, 6));
}

/** Rounds toward negative infinity, unlike `/`. */
export function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n !== b < 0n && a % b !== 0n ? quotient - 1n : quotient;
}
