/** The conservation line: where every row that was read has gone. */
import type { QueryMetrics } from "../../../runtime/types.ts";
import { counted, grouped, rateText, secondsText } from "../figures.ts";
import type { Colours } from "../terminal.ts";

/** What was lost on the way is highlighted. */
export function lawLine(metrics: QueryMetrics, ms: number, colours: Colours): string {
  const { law, openWindows } = metrics;
  const lost = (count: number, what: string) => {
    const text = `${grouped(count)} ${what}`;
    return count === 0 ? text : colours.bold(colours.yellow(text));
  };
  const buckets = [
    `${grouped(law.contributed)} contributed`,
    `${grouped(law.filtered)} filtered`,
    lost(law.late, "late"),
    lost(law.malformed, "malformed"),
    lost(law.dropped, "dropped"),
    `${grouped(law.pending)} pending`,
  ];
  const rest = [
    `${grouped(rowsOut(metrics))} out`,
    `${counted(openWindows, "window")} open`,
    secondsText(ms),
    rateText(law.read / (ms / 1000)),
  ];
  return `${grouped(law.read)} read = ${buckets.join(" + ")} · ${rest.join(" · ")}\n`;
}

/** Result rows, retractions included. */
export function rowsOut({ delivered, outputPending }: QueryMetrics): number {
  return delivered + outputPending;
}

/** Why there is no result; null if there is one. */
export function whyNothing(metrics: QueryMetrics): string | null {
  const { law, outputErrors, openWindows } = metrics;
  if (rowsOut(metrics) > 0) return null;
  if (law.read === 0) return "no result: the input has no rows";
  const lost = (
    [
      ["filtered", law.filtered],
      ["late", law.late],
      ["malformed", law.malformed],
    ] as const
  ).filter(([, n]) => n > 0);
  if (law.contributed === 0) {
    const [first, ...others] = lost;
    if (others.length === 0 && first !== undefined) return `no result: every row was ${first[0]}`;
    return `no result: every row was ${lost.map(([what, n]) => `${what} (${grouped(n)})`).join(" or ")}`;
  }
  if (openWindows > 0) return "no result yet: the windows are still open";
  if (outputErrors > 0) return "no result: every group failed";
  return "no result: HAVING, or a filter behind the window, kept no group";
}
