/** Rows of the latest push that did not make it, out of the module's side log. */
import {
  LATE_BYTES,
  LATE_WATERMARK,
  ROW_ERROR_BYTES,
  ROW_ERROR_CODE,
  ROW_ERROR_SITE,
  SIDE_ERROR_COUNT,
  SIDE_ERRORS,
  SIDE_LATE,
  SIDE_LATE_COUNT,
} from "../assembly/layout.ts";
import type { Instance } from "./instance.ts";
import type { Task } from "./task.ts";

/** Reports rows whose expressions failed, then late ones, each kind in order; they are reported once. */
export function reportSideRows({ exports, view, host }: Instance, task: Task): void {
  const side = exports.side() >>> 0;
  const errors = view.address(side + SIDE_ERROR_COUNT);
  const late = view.address(side + SIDE_LATE_COUNT);
  view.u32[(side + SIDE_ERROR_COUNT) >>> 2] = 0;
  view.u32[(side + SIDE_LATE_COUNT) >>> 2] = 0;
  const errorsAt = view.address(side + SIDE_ERRORS);
  for (let entry = errorsAt; entry < errorsAt + errors * ROW_ERROR_BYTES; entry += ROW_ERROR_BYTES) {
    const row = view.address(entry);
    const code = view.address(entry + ROW_ERROR_CODE);
    const site = view.address(entry + ROW_ERROR_SITE);
    const line = task.line?.(row) ?? null;
    const { source, offset } = task.given(row);
    host.malformed(0, { source, offset, code, column: null, site, line, watermark: 0n });
  }
  const lateAt = view.address(side + SIDE_LATE);
  for (let entry = lateAt; entry < lateAt + late * LATE_BYTES; entry += LATE_BYTES) {
    const watermark = view.i64[(entry + LATE_WATERMARK) >>> 3]!;
    // Field by field: spreading an object costs microseconds here.
    const { source, offset } = task.given(view.address(entry));
    host.late(0, { source, offset, code: 0, column: null, site: -1, line: null, watermark });
  }
}
