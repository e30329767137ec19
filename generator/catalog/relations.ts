/** What a CREATE SOURCE declares. */
import type { Span, SqlType } from "../../runtime/plan.ts";

export interface SourceColumn {
  readonly name: string;
  readonly type: SqlType;
  /** As declared; the event time of a source with a watermark is never NULL in a row that gets past the decoder. */
  readonly nullable: boolean;
  readonly span: Span;
  /** The `--` comment lines right above the column, without the dashes. */
  readonly comment: string | null;
}

export interface SourceRelation {
  readonly name: string;
  readonly columns: readonly SourceColumn[];
  /** Ordinal of the event time, and how far the watermark stays behind the latest one; null: no event time. */
  readonly watermark: { readonly column: number; readonly delayUs: bigint; readonly span: Span } | null;
  readonly format: SourceFormat;
  /** The name in the declaration. */
  readonly span: Span;
  readonly comment: string | null;
}

export type SourceFormat = "jsonl" | "arrow";
