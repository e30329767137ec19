/**
 * View models: everything a template prints, decided. Total by construction: no optional field, no undefined, since
 * Handlebars prints nothing for either. `template` names the partial that prints the model.
 */
import type { JsonLinesModel } from "./decode/json-lines.ts";

export interface ModuleModel {
  readonly queryFile: string;
  readonly queryName: string;
  readonly id: number;
  /** `Scan bid -> Filter -> HashAggregateSink`. */
  readonly chain: string;
  /** SQL positions of the operators. */
  readonly notes: readonly string[];
  /** Declarations of constants. */
  readonly literals: readonly string[];
  /** What the pipeline's sink remembers. */
  readonly states: readonly StateModel[];
  readonly source: SourceModel;
}

export interface StepModel {
  readonly template: string;
  readonly lines: readonly string[];
}

export type SourceModel = ScanModel | AggregateSourceModel;
export type SinkModel = OutputModel | AggregateSinkModel | SlidingAggregateSinkModel;
export type StateModel = OutputStateModel | HashAggregateStateModel | SlidingAggregateStateModel;

export interface ScanModel {
  readonly template: "operator/scan";
  readonly source: string;
  /** Column formats of the batch, as `memory.data` takes them. */
  readonly description: string;
  /** Declarations of the places of the batch's buffers, and the words of its header, each with a comma before it. */
  readonly columns: readonly string[];
  readonly header: string;
  readonly constants: readonly string[];
  readonly initChecks: string;
  readonly locals: readonly string[];
  /** Whether rows are taken in runs of one slice, or else one by one. */
  readonly runs: boolean;
  readonly run: RunModel;
  /** Whether a row makes texts, here or where it is sent at once. */
  readonly makesTexts: boolean;
  readonly checks: readonly string[];
  readonly steps: readonly StepModel[];
  readonly sink: SinkModel;
  readonly epilogue: readonly string[];
  readonly decoder: DecoderModel;
}

/** The first row of a run. */
export interface RunModel {
  readonly time: string;
  /** Whether there is none, with its `||`, or nothing. */
  readonly timeIsNull: string;
  readonly checks: readonly string[];
  readonly ahead: AheadModel;
}

/** Reads the keys of rows ahead of the loop that adds them. */
export interface AheadModel {
  readonly any: boolean;
  /** Addresses of texts. */
  readonly texts: readonly string[];
  readonly lines: readonly string[];
  readonly hash: string;
  /** The field of a group that holds a text of its key; empty if there is none. With one, the loop takes hashes from here. */
  readonly text: string;
  readonly largeGroups: string;
}

/** Whether bytes can be decoded, and by what. */
export interface DecoderModel {
  readonly any: boolean;
  readonly jsonLines: JsonLinesModel;
}

interface SinkBase {
  /** Declarations in front of the loop. */
  readonly locals: readonly string[];
  /** Statements at the head of the loop that stop it before the row is taken. */
  readonly guards: readonly string[];
  /** Expressions that make the sink ready; each is false if memory has ended. */
  readonly inits: readonly string[];
}

export interface OutputModel extends SinkBase {
  readonly template: "operator/output";
  readonly lines: readonly string[];
}

export interface AggregateSinkModel extends SinkBase {
  readonly template: "operator/hash-aggregate-sink";
  readonly comment: string;
  /** Evaluates what can fail of keys, filters and arguments. */
  readonly evaluate: readonly string[];
  readonly time: string;
  /** Whether rows can be late: those of a scan can, results of another window cannot. */
  readonly judges: boolean;
  /** Whether rows can reach windows that have been sent. */
  readonly revises: boolean;
  readonly keys: readonly string[];
  readonly hash: string;
  /** ` && …` conditions that tell the group's key from others. */
  readonly matches: string;
  /** The same as a statement that leaves a loop. */
  readonly breakIfKey: string;
  readonly keyArguments: string;
  /** Whether a group, or any of its accumulators, holds texts, and the room that a row needs for them. */
  readonly keepsTexts: boolean;
  readonly textBytes: string;
  readonly keepsExtremeTexts: boolean;
  readonly extremeTextBytes: string;
  readonly textArgument: string;
  readonly argumentNames: string;
  readonly accumulate: readonly string[];
  /** What to do when memory has ended: a statement or block. */
  readonly outOfMemory: string;
}

export interface SlidingAggregateSinkModel
  extends Omit<
    AggregateSinkModel,
    | "template"
    | "breakIfKey"
    | "keepsTexts"
    | "textBytes"
    | "keepsExtremeTexts"
    | "extremeTextBytes"
    | "textArgument"
    | "accumulate"
  > {
  readonly template: "operator/sliding-aggregate-sink";
  /** Whether sums are kept in two stacks. */
  readonly stacks: boolean;
  /** Texts that become a node's extreme are kept, given up again, or take the place of others, which are freed. */
  readonly keepTexts: readonly string[];
  readonly dropTexts: readonly string[];
  readonly keepFormerTexts: readonly string[];
  readonly freeFormerTexts: readonly string[];
}

export interface AggregateSourceModel {
  readonly template: "operator/hash-aggregate-source" | "operator/sliding-aggregate-source";
  readonly retracts: boolean;
  readonly sizeUs: string;
  readonly latenessUs: string;
  readonly locals: readonly string[];
  readonly errors: GroupErrorsModel;
  readonly initChecks: string;
  readonly guards: readonly string[];
  /** Whether a group's row makes texts. */
  readonly makesTexts: boolean;
  /** True: rows are written to the output; false: they go on to the next aggregate. */
  readonly writes: boolean;
  readonly steps: readonly StepModel[];
  readonly sink: SinkModel;
  readonly row: WriteRowModel;
}

export interface WriteRowModel {
  readonly errors: GroupErrorsModel;
  /** Whether accumulators are apart from the group, in a sum over the window's slices. */
  readonly sums: boolean;
  readonly retracts: boolean;
  readonly steps: readonly StepModel[];
  readonly sink: SinkModel;
}

export interface GroupErrorsModel {
  readonly any: boolean;
  /** Groups that can fail at once, beyond the limit at which a pipeline stops. */
  readonly slack: number;
  readonly fields: string;
  readonly description: string;
  readonly lines: readonly string[];
}

export interface OutputStateModel {
  readonly template: "state/output";
  readonly fields: string;
  readonly description: string;
  /** Rows beyond the limit at which a pipeline stops. */
  readonly slack: number;
  /** As in `ScanModel`. */
  readonly columns: readonly string[];
  readonly header: string;
  readonly changelog: boolean;
}

export interface FieldModel {
  readonly name: string;
  readonly offset: number;
  readonly meaning: string;
}

export interface HashAggregateStateModel {
  readonly template: "state/hash-aggregate";
  readonly window: string;
  readonly by: string;
  readonly bytes: number;
  readonly fields: readonly FieldModel[];
  readonly sizeUs: string;
  readonly offsetUs: string;
  readonly latenessUs: string;
  readonly retracts: boolean;
  readonly revises: boolean;
  readonly keyParameters: string;
  readonly openLines: readonly string[];
  readonly argumentParameters: string;
  readonly accumulateLines: readonly string[];
  readonly snapshot: SnapshotModel;
}

export interface SlidingAggregateStateModel {
  readonly template: "state/sliding-aggregate";
  readonly window: string;
  readonly by: string;
  /** Longest window, distance of window ends, distance of window starts. */
  readonly spanUs: string;
  readonly strideUs: string;
  readonly periodUs: string;
  readonly offsetUs: string;
  readonly latenessUs: string;
  readonly sentAfterUs: string;
  readonly uneven: boolean;
  readonly restUs: string;
  readonly windowStart: string;
  readonly revises: boolean;
  readonly stacks: boolean;
  readonly groupBytes: number;
  readonly backOffset: number;
  readonly partialBytes: number;
  readonly nodeBytes: number;
  readonly keyFields: readonly FieldModel[];
  readonly fields: readonly FieldModel[];
  readonly clearLines: readonly string[];
  readonly argumentParameters: string;
  readonly argumentNames: string;
  readonly accumulateLines: readonly string[];
  readonly combineLines: readonly string[];
  readonly keyParameters: string;
  readonly keyArguments: string;
  readonly matches: string;
  readonly keepKeys: readonly string[];
  readonly dropKeys: readonly string[];
  readonly openLines: readonly string[];
  readonly freeTexts: readonly string[];
  readonly freeKeys: readonly string[];
  readonly snapshot: SnapshotModel;
}

export interface SnapshotModel {
  readonly fields: string;
  readonly description: string;
  readonly saveLines: readonly string[];
  readonly loadLines: readonly string[];
}

/** The file that links the pipelines of one query and exports the ABI. */
export interface EntryModel {
  readonly queryFile: string;
  readonly queryName: string;
  /** The 32 bytes of the plan fingerprint. */
  readonly fingerprint: string;
  readonly pipelines: readonly number[];
  readonly breakers: readonly BreakerModel[];
  /** The pipeline that writes the result. */
  readonly last: number;
  readonly decodes: boolean;
  /** Whether the input batch has TEXT columns. */
  readonly takesTexts: boolean;
  /** Whether a row can require that windows are sent before it is taken. */
  readonly sendsFirst: boolean;
  readonly stateful: boolean;
  /** Where each sink of output errors has its batch. */
  readonly errors: readonly { readonly sink: number; readonly pipeline: number }[];
  readonly openWindows: string;
  readonly keys: string;
  /** The places in the SQL where rows can fail, by number. */
  readonly sites: readonly string[];
}

/** Pipeline `id` starts at an aggregate whose state is in the file of pipeline `sink`. */
export interface BreakerModel {
  readonly id: number;
  readonly sink: number;
  readonly aggregate: number;
  /** The watermark that its source goes by, as an expression. */
  readonly watermark: string;
  /** The stage that follows. */
  readonly next: number;
}
