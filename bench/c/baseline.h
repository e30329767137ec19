/**
 * What the hand-written contestants share. A contestant is what a careful C programmer would put in the place of a
 * query: same rows, same watermark, same exact sums, results in columns. None of them knows how many keys will come.
 */
#ifndef BASELINE_H
#define BASELINE_H

#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>

/** Rows per slice of input and of output; input is copied slice by slice, as into an engine's own memory. */
enum { SLICE_ROWS = 4096 };

static const int64_t WINDOW_US = 10000000;
static const int64_t DELAY_US = 4000000;

/** Columns in Arrow layout. Text: `offsets[i] .. offsets[i + 1]` in `bytes`, which can be read 8 bytes beyond. */
typedef struct {
  int64_t rows;
  const int64_t *auction, *price, *ts;
  const int32_t *offsets;
  const char *bytes;
} Input;

/** What a consumer makes of the results. `check` is the sum of one column; `hash` is only kept where `hashes`. */
typedef struct {
  bool hashes;
  uint64_t rows;
  uint32_t check;
  uint32_t hash1, hash2;
} Reader;

/** Late rows as a side stream: the newest 1,000, and how many there were. */
typedef struct {
  uint64_t count;
  struct { int64_t row, watermark; } newest[1000];
} Late;

static inline void late_row(Late *late, int64_t row, int64_t watermark) {
  late->newest[late->count % 1000].row = row;
  late->newest[late->count % 1000].watermark = watermark;
  late->count++;
}

/** Start of the window that holds `ts`; floor division, so that negative times work. */
static inline int64_t window_start(int64_t ts) {
  int64_t rest = ts % WINDOW_US;
  return ts - (rest < 0 ? rest + WINDOW_US : rest);
}

/** The high half of an exact 128-bit sum is touched only where the low half overflows. */
static inline void add_exactly(int64_t *sum, int64_t *high, int64_t value) {
  if (__builtin_expect(__builtin_add_overflow(*sum, value, sum), 0)) *high += value < 0 ? -1 : 1;
}

/** Doubles an array; ends the program where memory does. */
void *grow(void *array, size_t bytes);

void tumble_bigint(const Input *input, Reader *reader, Late *late);
void tumble_text(const Input *input, Reader *reader, Late *late);
void filter_project(const Input *input, Reader *reader, Late *late);

#endif
