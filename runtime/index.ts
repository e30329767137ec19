/** @millrace/runtime: all that a generated module imports. No dependencies; runs wherever JavaScript runs. */
export type { ArrowBatch } from "./batch/arrow.ts";
export { BatchReader, type ColumnBatch, type ColumnData } from "./batch/column-batch.ts";
export type { InputBatch } from "./batch/input-batch.ts";
export type { Codec, InputCodec, OutputCodec } from "./codec.ts";
export { defineQuery, type QueryModule } from "./define-query.ts";
export { type Code, MillraceError, type Position, type Span } from "./errors.ts";
export type { Fingerprints, QueryInfo } from "./manifest.ts";
export type { SideStream } from "./side-stream.ts";
export type {
  BatchPolicy,
  Change,
  Checkpoint,
  Input,
  LateRow,
  Law,
  MalformedRow,
  Options,
  OutputError,
  QueryConfig,
  QueryDefinition,
  QueryMetadata,
  QueryMetrics,
  QueryState,
  StreamingQuery,
  SubmitOptions,
  SubmitResult,
} from "./types.ts";
