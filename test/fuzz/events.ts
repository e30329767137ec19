/** What happens to a query, in order: rows, watermarks, the end. One event is one line of an input file. */
import type { Value } from "./query-spec.ts";

export type SpecEvent =
  /** `values` in the order of the source's columns. */
  | { readonly kind: "row"; readonly source: string; readonly values: readonly Value[] }
  /** An explicit watermark on one source, or on all. */
  | { readonly kind: "watermark"; readonly source: string | null; readonly us: bigint }
  /** The end of every input. */
  | { readonly kind: "end" };
