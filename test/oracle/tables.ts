/** What the SQL oracles see of the events: the rows that are rows at all, source by source, in arrival order. */
import type { SpecEvent } from "../fuzz/events.ts";
import type { SourceSpec, Value } from "../fuzz/query-spec.ts";
import { EVENT_TIME_MAX_US } from "../fuzz/typing.ts";

export interface Table {
  readonly source: SourceSpec;
  readonly rows: readonly (readonly Value[])[];
}

/** Rows whose event time is NULL or out of range are malformed; batch SQL never sees them. */
export function tablesOf(sources: readonly SourceSpec[], events: readonly SpecEvent[]): Table[] {
  return sources.map((source) => ({
    source,
    rows: events.flatMap((event) =>
      event.kind === "row" && event.source === source.name && hasTime(source, event.values) ? [event.values] : [],
    ),
  }));
}

export function hasTime(source: SourceSpec, values: readonly Value[]): boolean {
  if (source.watermark === null) return true;
  const ts = values[source.columns.findIndex(({ name }) => name === source.watermark!.column)] as bigint | null;
  return ts !== null && ts <= EVENT_TIME_MAX_US && ts >= -EVENT_TIME_MAX_US;
}
