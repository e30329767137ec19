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
  const takeEntries = (count: number, entries: number, bytes: number): readonly number[] => {
    const first = view.address(side + entries);
    const addresses = Array.from({ length: view.address(side + count) }, (_, i) => first + i * bytes);
    view.u32[(side + count) >>> 2] = 0;
    return addresses;
  };
  const errors = takeEntries(SIDE_ERROR_COUNT, SIDE_ERRORS, ROW_ERROR_BYTES);
  const late = takeEntries(SIDE_LATE_COUNT, SIDE_LATE, LATE_BYTES);
  for (const entry of errors) {
    const row = view.address(entry);
    const code = view.address(entry + ROW_ERROR_CODE);
    const site = view.i32[(entry + ROW_ERROR_SITE) >>> 2]!;
    const column = input.columns[view.address(entry + ROW_ERROR_COLUMN)]?.name ?? null;
    const line = task.line?.(row) ?? null;
    const { source, offset } = task.given(row);
    host.malformed(0, { source, offset, code, column, site, line });
  }
  for (const entry of late) {
    const watermark = view.i64[(entry + LATE_WATERMARK) >>> 3]!;
    // Field by field: spreading an object costs microseconds here.
    const { source, offset } = task.given(view.address(entry));
    host.late(0, { source, offset, code: 0, watermark });
  }
}
