/** Rows of the latest push that did not make it, out of the module's side log. */
import {
  LATE_BYTES,
  LATE_WATERMARK,
  ROW_ERROR_BYTES,
  ROW_ERROR_CODE,
  ROW_ERROR_COLUMN,
  ROW_ERROR_SITE,
  SIDE_ERROR_COUNT,
  SIDE_ERRORS,
  SIDE_LATE,
  SIDE_LATE_COUNT,
} from "../assembly/layout.ts";
import type { Instance } from "./instance.ts";
import type { Task } from "./task.ts";

/** Reports rows whose expressions failed, then late ones, each kind in order; they are reported once. */
export function reportSideRows({ exports, input, view, host }: Instance, task: Task): void {
  const side = exports.side() >>> 0;
  const take = (count: number, entries: number, bytes: number, report: (entry: number) => void): void => {
    const first = view.address(side + entries);
    const end = first + view.address(side + count) * bytes;
    view.u32[(side + count) >>> 2] = 0;
    for (let entry = first; entry < end; entry += bytes) report(entry);
  };
  take(SIDE_ERROR_COUNT, SIDE_ERRORS, ROW_ERROR_BYTES, (entry) => {
    const row = view.address(entry);
    const code = view.address(entry + ROW_ERROR_CODE);
    const site = view.i32[(entry + ROW_ERROR_SITE) >>> 2]!;
    const column = input.columns[view.address(entry + ROW_ERROR_COLUMN)]?.name ?? null;
    const line = task.line?.(row) ?? null;
    const { source, offset } = task.given(row);
    host.malformed(0, { source, offset, code, column, site, line });
  });
  take(SIDE_LATE_COUNT, SIDE_LATE, LATE_BYTES, (entry) => {
    const watermark = view.i64[(entry + LATE_WATERMARK) >>> 3]!;
    // Field by field: spreading an object costs microseconds here.
    const { source, offset } = task.given(view.address(entry));
    host.late(0, { source, offset, code: 0, watermark });
  });
}
