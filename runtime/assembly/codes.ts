/**
 * Why a row failed, as the number of its diagnostic (6011 is MR6011). One table for the kernel, the host and the
 * interpreter lane; it is plain enough to be both AssemblyScript and TypeScript. SQLSTATEs stand in `SQLSTATE_OF`
 * of `runtime/errors.ts`.
 */

/** The value has a type the column cannot take, as a string where a number is declared. */
export const WRONG_TYPE = 6001;
/** The line is not one JSON object (RFC 8259), or an escape names half a surrogate pair. */
export const INVALID_JSON = 6002;
/** The bytes are not UTF-8. */
export const INVALID_UTF8 = 6003;
/** NULL, or nothing at all, for a column declared NOT NULL. */
export const NULL_NOT_ALLOWED = 6004;
/** The line is longer than `limits.rowBytes`. */
export const ROW_TOO_LONG = 6005;
/** The event time of a source with a watermark is NULL. */
export const NULL_EVENT_TIME = 6006;
/** The text has more code points than VARCHAR(n) admits. 22001 */
export const TEXT_TOO_LONG = 6007;

/** A number does not fit its type. 22003 */
export const OUT_OF_RANGE = 6011;
/** 22012 */
export const DIVISION_BY_ZERO = 6012;
/** Text that cannot be read as the type it is cast to. 22018 */
export const INVALID_TEXT = 6013;
/** A date or time that does not exist or lies outside the supported range. 22008 */
export const DATETIME_OUT_OF_RANGE = 6014;
/** Text that is no date or time at all. 22007 */
export const INVALID_DATETIME = 6015;
/** Square root of a negative number. 2201F */
export const INVALID_POWER_ARGUMENT = 6016;
/** SUBSTRING with a negative length. 22011 */
export const INVALID_SUBSTRING = 6017;
/** LIKE pattern that ends in its escape character, or an escape of more than one character. 22025 */
export const INVALID_ESCAPE = 6018;
