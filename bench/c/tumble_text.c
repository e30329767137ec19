/** SELECT channel, window_start, COUNT(*), SUM(price), MAX(price) in windows of 10 s, by a key of text. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "baseline.h"
#include "digest.h"

typedef struct {
  const char *key;
  uint64_t key_bytes;
  int64_t count, sum, sum_high, max;
} Group;

/** Memory for key texts that dies with its window: chunks, each linked to the one before. */
typedef struct Chunk {
  struct Chunk *previous;
  char bytes[];
} Chunk;

/** Groups stand densely in order of arrival; an open-addressing index of `hash << 32 | number + 1` finds them. */
typedef struct {
  int64_t start, end;
  Group *groups;
  uint32_t count, capacity;
  uint64_t *index;
  uint32_t mask;
  Chunk *chunk;
  char *free, *chunk_end;
} Window;

typedef struct {
  Window *items;
  uint32_t count, capacity;
} Windows;

typedef struct {
  int32_t offsets[SLICE_ROWS + 1];
  char *bytes;
  size_t capacity;
  int64_t start[SLICE_ROWS], count[SLICE_ROWS], total[SLICE_ROWS], highest[SLICE_ROWS];
  int64_t rows;
} Output;

static inline uint64_t word_at(const char *at) {
  uint64_t word;
  memcpy(&word, at, 8);
  return word;
}

static inline uint64_t fold(uint64_t word) { return word ^ word >> 32; }

/** By words of 8 bytes, the last overlapping the one before; the bytes behind a short text can be read. */
static inline uint32_t hash_of(const char *text, uint32_t bytes) {
  uint64_t hash = bytes * 0xbf58476d1ce4e5b9u;
  if (bytes < 8) {
    hash ^= fold(word_at(text) & (((uint64_t)1 << bytes * 8) - 1));
  } else {
    for (uint32_t at = 0; at + 8 < bytes; at += 8) hash = (hash ^ fold(word_at(text + at))) * 0xa0761d6478bd642fu;
    hash ^= fold(word_at(text + bytes - 8));
  }
  hash *= 0xe7037ed1a0b428dbu;
  hash ^= hash >> 29;
  hash *= 0xbf58476d1ce4e5b9u;
  return (uint32_t)(hash ^ hash >> 32);
}

static Window *find_or_open(Windows *windows, int64_t start) {
  uint32_t at = 0;
  while (at < windows->count && windows->items[at].start < start) at++;
  if (at < windows->count && windows->items[at].start == start) return &windows->items[at];
  if (windows->count == windows->capacity) {
    windows->capacity = windows->capacity ? windows->capacity * 2 : 16;
    windows->items = grow(windows->items, windows->capacity * sizeof(Window));
  }
  memmove(&windows->items[at + 1], &windows->items[at], (windows->count - at) * sizeof(Window));
  windows->count++;
  Window *window = &windows->items[at];
  *window = (Window){.start = start, .end = start + WINDOW_US, .capacity = 64, .mask = 127};
  window->groups = grow(NULL, window->capacity * sizeof(Group));
  window->index = calloc(window->mask + 1, sizeof(uint64_t));
  return window;
}

static const char *keep(Window *window, const char *text, uint32_t bytes) {
  if ((size_t)(window->chunk_end - window->free) < bytes) {
    size_t room = bytes > 65536 ? bytes : 65536;
    Chunk *chunk = grow(NULL, sizeof(Chunk) + room);
    chunk->previous = window->chunk;
    window->chunk = chunk;
    window->free = chunk->bytes;
    window->chunk_end = chunk->bytes + room;
  }
  char *kept = window->free;
  memcpy(kept, text, bytes);
  window->free += bytes;
  return kept;
}

static void place(Window *window, uint64_t slot) {
  uint32_t at = (uint32_t)(slot >> 32) & window->mask;
  while (window->index[at]) at = (at + 1) & window->mask;
  window->index[at] = slot;
}

/** At most half of the index is taken. */
static void double_index(Window *window) {
  uint64_t *old = window->index;
  uint32_t slots = window->mask + 1;
  window->mask = slots * 2 - 1;
  window->index = calloc((size_t)slots * 2, sizeof(uint64_t));
  for (uint32_t i = 0; i < slots; i++)
    if (old[i]) place(window, old[i]);
  free(old);
}

static Group *add_group(Window *window, const char *key, uint32_t bytes, uint32_t hash) {
  if (window->count == window->capacity) {
    window->capacity *= 2;
    window->groups = grow(window->groups, window->capacity * sizeof(Group));
  }
  if ((window->count + 1) * 2 > window->mask + 1) double_index(window);
  Group *group = &window->groups[window->count++];
  *group = (Group){.key = keep(window, key, bytes), .key_bytes = bytes, .max = INT64_MIN};
  place(window, (uint64_t)hash << 32 | window->count);
  return group;
}

static inline Group *find_or_add(Window *window, const char *key, uint32_t bytes) {
  uint32_t hash = hash_of(key, bytes);
  uint32_t at = hash & window->mask;
  for (uint64_t slot; (slot = window->index[at]); at = (at + 1) & window->mask) {
    if ((uint32_t)(slot >> 32) != hash) continue;
    Group *group = &window->groups[(uint32_t)slot - 1];
    if (group->key_bytes == bytes && memcmp(group->key, key, bytes) == 0) return group;
  }
  return add_group(window, key, bytes, hash);
}

static void hand_over(Output *output, Reader *reader) {
  for (int64_t i = 0; i < output->rows; i++) reader->check += (uint32_t)output->count[i];
  for (int64_t i = 0; reader->hashes && i < output->rows; i++) {
    RowHash row = row_hash();
    hash_text(&row, output->bytes + output->offsets[i], output->offsets[i + 1] - output->offsets[i]);
    hash_i64(&row, output->start[i]);
    hash_i64(&row, output->count[i]);
    hash_i64(&row, output->total[i]);
    hash_i64(&row, output->highest[i]);
    hash_row(reader, row);
  }
  reader->rows += output->rows;
  output->rows = 0;
}

static void emit(Window *window, Output *output, Reader *reader) {
  for (uint32_t i = 0; i < window->count; i++) {
    Group *group = &window->groups[i];
    // A sum beyond 64 bits would be an error of that group; no input here has one.
    if (group->sum_high != 0) continue;
    int64_t at = output->rows++;
    size_t used = output->offsets[at], end = used + group->key_bytes;
    if (end > output->capacity) output->bytes = grow(output->bytes, output->capacity = end * 2);
    memcpy(output->bytes + used, group->key, group->key_bytes);
    output->offsets[at + 1] = (int32_t)end;
    output->start[at] = window->start;
    output->count[at] = group->count;
    output->total[at] = group->sum;
    output->highest[at] = group->max;
    if (output->rows == SLICE_ROWS) hand_over(output, reader);
  }
  free(window->groups);
  free(window->index);
  for (Chunk *chunk = window->chunk, *previous; chunk; chunk = previous) {
    previous = chunk->previous;
    free(chunk);
  }
}

static void emit_closed(Windows *windows, int64_t watermark, Output *output, Reader *reader) {
  uint32_t closed = 0;
  while (closed < windows->count && windows->items[closed].end <= watermark)
    emit(&windows->items[closed++], output, reader);
  if (closed == 0) return;
  hand_over(output, reader);
  windows->count -= closed;
  memmove(windows->items, windows->items + closed, windows->count * sizeof(Window));
}

void tumble_text(const Input *input, Reader *reader, Late *late) {
  static int64_t price[SLICE_ROWS], ts[SLICE_ROWS];
  static int32_t offsets[SLICE_ROWS + 1];
  static char *bytes;
  static size_t capacity;
  static Output output;
  Windows windows = {0};
  int64_t watermark = INT64_MIN;
  for (int64_t from = 0; from < input->rows; from += SLICE_ROWS) {
    int64_t rows = input->rows - from < SLICE_ROWS ? input->rows - from : SLICE_ROWS;
    memcpy(price, input->price + from, rows * sizeof(int64_t));
    memcpy(ts, input->ts + from, rows * sizeof(int64_t));
    memcpy(offsets, input->offsets + from, (rows + 1) * sizeof(int32_t));
    size_t text_bytes = offsets[rows] - offsets[0];
    if (text_bytes + 8 > capacity) bytes = grow(bytes, capacity = text_bytes * 2 + 8);
    memcpy(bytes, input->bytes + offsets[0], text_bytes);
    Window *window = NULL;
    int64_t start = 0, end = INT64_MIN;
    for (int64_t row = 0; row < rows; row++) {
      int64_t time = ts[row];
      int64_t judged = watermark;
      if (time - DELAY_US > watermark) watermark = time - DELAY_US;
      if (time < start || time >= end) {
        int64_t opens = window_start(time);
        if (opens + WINDOW_US <= judged) {
          late_row(late, from + row, judged);
          continue;
        }
        window = find_or_open(&windows, opens);
        start = opens;
        end = opens + WINDOW_US;
      } else if (end <= judged) {
        late_row(late, from + row, judged);
        continue;
      }
      int64_t value = price[row];
      Group *group = find_or_add(window, bytes + (offsets[row] - offsets[0]), offsets[row + 1] - offsets[row]);
      group->count++;
      add_exactly(&group->sum, &group->sum_high, value);
      if (value > group->max) group->max = value;
    }
    emit_closed(&windows, watermark, &output, reader);
  }
  emit_closed(&windows, INT64_MAX, &output, reader);
  free(windows.items);
}
