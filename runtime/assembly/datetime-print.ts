import { Calendar, DAY_US } from "./calendar";
import { Digits } from "./digits";

/** As `DateTime.printTimestamp` says. */
export function printTimestamp(ts: i64, digits: i32, at: usize): i32 {
  const day = Calendar.dayOf(ts);
  const time = ts - <i64>day * DAY_US;
  const seconds = <u32>(time / 1000000);
  const p = at + <usize>printDate(day, at);
  store<u8>(p, 0x20);
  store<u16>(p, Digits.two(seconds / 3600), 1);
  store<u8>(p, 0x3a, 3);
  store<u16>(p, Digits.two((seconds / 60) % 60), 4);
  store<u8>(p, 0x3a, 6);
  store<u16>(p, Digits.two(seconds % 60), 7);
  if (digits <= 0) return <i32>(p - at) + 9;
  // Eight digits, of which the first two are zeros and give their room to the point.
  const fraction = Digits.text(<u32>(time % 1000000));
  store<u64>(p, ((fraction >>> 8) & ~0xff) | 0x2e, 9);
  return <i32>(p - at) + 10 + digits;
}

/** As `DateTime.printDate` says. */
export function printDate(days: i32, at: usize): i32 {
  const civil = Calendar.civil(days);
  const p = at + <usize>printYear(Calendar.year(civil), at);
  store<u8>(p, 0x2d);
  store<u16>(p, Digits.two(Calendar.month(civil)), 1);
  store<u8>(p, 0x2d, 3);
  store<u16>(p, Digits.two(Calendar.dayOfMonth(civil)), 4);
  return <i32>(p - at) + 6;
}

/** At least four digits, at most six. */
function printYear(year: i32, at: usize): i32 {
  let p = at;
  if (year < 0) store<u8>(p++, 0x2d);
  const magnitude: u32 = abs(year);
  if (magnitude >= 100000) store<u8>(p++, 0x30 + magnitude / 100000);
  if (magnitude >= 10000) store<u8>(p++, 0x30 + ((magnitude / 10000) % 10));
  store<u16>(p, Digits.two((magnitude / 100) % 100));
  store<u16>(p, Digits.two(magnitude % 100), 2);
  return <i32>(p - at) + 4;
}
