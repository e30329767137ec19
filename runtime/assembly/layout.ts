/**
 * Where things stand in linear memory: the one table that generated code, kernel and host share. Plain enough to be
 * both AssemblyScript and TypeScript. Offsets and sizes are bytes; addresses are u32.
 *
 * A batch is a header and buffers in Arrow layout. Header: row count, capacity in rows, address of the op bytes
 * (0: an append-only batch), then one entry per column. A column entry: validity bitmap (LSB first; 0: no NULLs),
 * values (fixed width; BOOLEAN is a bitmap), offsets (i32, rows + 1, TEXT only), data (TEXT bytes) and its capacity.
 */

/** What `abi` returns. Raised whenever an export or something below changes its meaning. */
export const ABI_VERSION = 2;

export const BATCH_ROWS = 0;
export const BATCH_CAPACITY = 4;
export const BATCH_OPS = 8;
/** Which table of an operator's state the batch holds; 0 in input and output batches. */
export const BATCH_TABLE = 12;
export const BATCH_COLUMNS = 16;

export const COLUMN_BYTES = 20;
export const COLUMN_VALIDITY = 0;
export const COLUMN_VALUES = 4;
export const COLUMN_OFFSETS = 8;
export const COLUMN_DATA = 12;
export const COLUMN_DATA_CAPACITY = 16;

/** Op bytes of a changelog batch; the retraction of an update is followed at once by its new row. */
export const OP_INSERT = 0;
export const OP_UPDATE_BEFORE = 1;
export const OP_UPDATE_AFTER = 2;
export const OP_DELETE = 3;

/** What `push`, `decode`, `watermark`, `eof` and `resume` return. */
export const DONE = 0;
/** The budget is spent; call `resume`. */
export const MORE = 1;
/** The output batch is full; take it, release it, call `resume`. */
export const OUTPUT_FULL = 2;
/** Memory has ended; nothing of the current row or group has happened. */
export const OUT_OF_MEMORY = 3;
/** Between pipelines only: windows have to be sent before the next row may change their slices. */
export const SEND_FIRST = 4;

/** Rows of an input batch, and rows of an output batch at which a pipeline stops to have it taken. */
export const INPUT_ROWS = 4096;
export const OUTPUT_ROWS = 4096;

/**
 * What the decoder leaves for the host after each call, besides the rows of the input batch: from where to where the bytes
 * lie that are not used up; the position of the first of them in all bytes given to this input, the number of lines
 * before them, and how many bytes were cut out of a line that is too long and not at its end (u64 each); how many
 * malformed lines were found. Then words of the decoder's own; from LINES on where the line of each row lies, and from
 * ERRORS on the malformed lines. A checkpoint keeps the bytes and the POSITION_BYTES from POSITION on.
 */
export const DECODED_PARTIAL = 0;
export const DECODED_END = 4;
export const DECODED_POSITION = 8;
export const DECODED_LINE_COUNT = 16;
export const DECODED_CUT = 24;
export const DECODED_POSITION_BYTES = 24;
export const DECODED_ERROR_COUNT = 32;
export const DECODED_OWN = 36;
export const DECODED_LINES = 48;
/** One line: address u32, length u32 (without its line end). The first rows of the batch in order. */
export const LINE_ADDRESS = 0;
export const LINE_LENGTH = 4;
export const LINE_BYTES = 8;
export const DECODED_ERRORS = DECODED_LINES + INPUT_ROWS * LINE_BYTES;

/** One malformed line. `column` is the declared ordinal or -1, `row` how many rows of this batch came before it. */
export const LINE_ERROR_CODE = 0;
export const LINE_ERROR_COLUMN = 4;
export const LINE_ERROR_ADDRESS = 8;
export const LINE_ERROR_LENGTH = 12;
/** Byte in the line at which the fault was found. */
export const LINE_ERROR_AT = 16;
export const LINE_ERROR_ROW = 20;
/** Position of the line in all bytes given to this input so far (u64), and its number from 1 (u64). */
export const LINE_ERROR_OFFSET = 24;
export const LINE_ERROR_NUMBER = 32;
export const LINE_ERROR_BYTES = 40;

/**
 * One row that failed: row of the batch, code, and where: the site of an expression (index of the manifest's list of
 * sites), or the column of the batch whose value cannot be; the other is -1.
 */
export const ROW_ERROR_ROW = 0;
export const ROW_ERROR_CODE = 4;
export const ROW_ERROR_SITE = 8;
export const ROW_ERROR_COLUMN = 12;
export const ROW_ERROR_BYTES = 16;

/** One late row: row of the batch, and the watermark it was judged by. */
export const LATE_ROW = 0;
export const LATE_WATERMARK = 8;
export const LATE_BYTES = 16;

/**
 * Counters and clocks, u64 or i64 each. Per input: rows read, and the buckets of the conservation law they fell into
 * (each row in the first that claims it); rows that missed some of their windows, and the contributions so lost; the
 * watermark. Then for the query: rows that failed on their way out.
 */
export const STATS_READ = 0;
export const STATS_CONTRIBUTED = 8;
export const STATS_FILTERED = 16;
export const STATS_LATE = 24;
export const STATS_MALFORMED = 32;
export const STATS_LATE_FOR_SOME = 40;
export const STATS_WINDOWS_MISSED = 48;
export const STATS_WATERMARK = 56;
export const STATS_OUTPUT_ERRORS = 64;
/** Gauges, brought up to date by `stats()`: windows open, groups held, bytes of memory in use. */
export const STATS_OPEN_WINDOWS = 72;
export const STATS_KEYS = 80;
export const STATS_MEMORY = 88;
export const STATS_BYTES = 96;

/** Event times and timestamps lie in [-2^62, 2^62] µs, so that adding window sizes and lateness cannot overflow. */
export const TIMESTAMP_LIMIT_LOG = 62;

/** What `side()` returns: address and count of the row errors, then of the late rows, of the latest push. */
export const SIDE_ERRORS = 0;
export const SIDE_ERROR_COUNT = 4;
export const SIDE_LATE = 8;
export const SIDE_LATE_COUNT = 12;
export const SIDE_BYTES = 16;
