/** What goes wrong at run time: one error class, and the reasons a row is refused. */
import {
  DATETIME_OUT_OF_RANGE,
  DIVISION_BY_ZERO,
  INVALID_DATETIME,
  INVALID_ESCAPE,
  INVALID_JSON,
  INVALID_POWER_ARGUMENT,
  INVALID_SUBSTRING,
  INVALID_TEXT,
  INVALID_UTF8,
  NULL_EVENT_TIME,
  NULL_NOT_ALLOWED,
  OUT_OF_RANGE,
  ROW_TOO_LONG,
  TEXT_TOO_LONG,
  WRONG_TYPE,
} from "./assembly/codes.ts";

export type Code = `MR${number}`;

/** A place in a query file: line and column from 1, offset in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

export interface Span {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

/** The only class thrown on purpose. `hint` is the next step, `data` is stable per code, `cause` what the caller's own code threw. */
export class MillraceError extends Error {
  override readonly name = "MillraceError";
  readonly code: Code;
  readonly hint: string;
  readonly docs: string;
  readonly span: Span | null;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(
    code: Code,
    message: string,
    hint: string,
    data: Readonly<Record<string, unknown>> = {},
    span: Span | null = null,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${message}`, options);
    this.code = code;
    this.hint = hint;
    this.docs = `millrace codes ${code}`;
    this.span = span;
    this.data = data;
  }
}

/** Why a row goes to the malformed stream: by number of its code, a sentence and the SQLSTATE, if there is one. */
const REASONS: Readonly<Record<number, readonly [reason: string, sqlstate?: string]>> = {
  [WRONG_TYPE]: ["a value of another type"],
  [INVALID_JSON]: ["not one JSON object"],
  [INVALID_UTF8]: ["not valid UTF-8"],
  [NULL_NOT_ALLOWED]: ["NULL in a NOT NULL column", "23502"],
  [ROW_TOO_LONG]: ["longer than limits.rowBytes"],
  [NULL_EVENT_TIME]: ["the event time is NULL"],
  [TEXT_TOO_LONG]: ["longer than VARCHAR(n)", "22001"],
  [OUT_OF_RANGE]: ["a number out of range", "22003"],
  [DIVISION_BY_ZERO]: ["division by zero", "22012"],
  [INVALID_TEXT]: ["text that cannot be cast", "22018"],
  [DATETIME_OUT_OF_RANGE]: ["a date or time out of range", "22008"],
  [INVALID_DATETIME]: ["no date or time", "22007"],
  [INVALID_POWER_ARGUMENT]: ["the square root of a negative number", "2201F"],
  [INVALID_SUBSTRING]: ["SUBSTRING with a negative length", "22011"],
  [INVALID_ESCAPE]: ["an invalid escape of LIKE", "22025"],
};

/** What a malformed row and an output error say of their code. */
export function faultOf(number: number): {
  readonly code: Code;
  readonly reason: string;
  readonly sqlstate: string | null;
} {
  const [reason, sqlstate = null] = REASONS[number] ?? ["unknown"];
  return { code: `MR${number}`, reason, sqlstate };
}
