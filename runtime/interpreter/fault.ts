/** Why a value could not be had, as values: a row's failure is data, not an exception. */
import {
  DATETIME_OUT_OF_RANGE,
  DIVISION_BY_ZERO,
  INVALID_DATETIME,
  INVALID_ESCAPE,
  INVALID_POWER_ARGUMENT,
  INVALID_SUBSTRING,
  INVALID_TEXT,
  OUT_OF_RANGE,
} from "../assembly/codes.ts";
import type { Span } from "../plan.ts";

/** What a scalar function answers when it has no value to give; `code` is a number of `assembly/codes.ts`. */
export class Fault {
  readonly code: number;

  constructor(code: number) {
    this.code = code;
  }
}

export const outOfRange = new Fault(OUT_OF_RANGE);
export const divisionByZero = new Fault(DIVISION_BY_ZERO);
export const invalidText = new Fault(INVALID_TEXT);
export const datetimeOutOfRange = new Fault(DATETIME_OUT_OF_RANGE);
export const invalidDatetime = new Fault(INVALID_DATETIME);
export const invalidPowerArgument = new Fault(INVALID_POWER_ARGUMENT);
export const invalidSubstring = new Fault(INVALID_SUBSTRING);
export const invalidEscape = new Fault(INVALID_ESCAPE);

/** A fault at its place in the query: the span of the expression that failed. */
export class Failure {
  readonly code: number;
  readonly site: Span;

  constructor(code: number, site: Span) {
    this.code = code;
    this.site = site;
  }
}
