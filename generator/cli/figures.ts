/** Numbers as people read them. */

/** `1,000,000` */
export function grouped(value: number | bigint): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 query`, `12 queries` */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${grouped(value)} ${value === 1 ? one : many}`;
}

/** `48 B`, `3.9 KiB`, `1.2 MiB` */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const [size, unit] =
    bytes < 1024 ** 2
      ? [bytes / 1024, "KiB"]
      : bytes < 1024 ** 3
        ? [bytes / 1024 ** 2, "MiB"]
        : [bytes / 1024 ** 3, "GiB"];
  return `${size.toFixed(1)} ${unit}`;
}

/** `0.21 s` */
export function secondsText(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

/** `4.76 M rows/s`, `12.3 k rows/s`, `99 rows/s` */
export function rateText(perSecond: number): string {
  if (!Number.isFinite(perSecond)) return "– rows/s";
  if (perSecond >= 1e6) return `${(perSecond / 1e6).toFixed(2)} M rows/s`;
  if (perSecond >= 1e3) return `${(perSecond / 1e3).toFixed(1)} k rows/s`;
  return `${Math.round(perSecond)} rows/s`;
}
