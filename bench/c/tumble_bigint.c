/** SELECT auction, window_start, COUNT(*), SUM(price), MAX(price) in windows of 10 s, by a key of 64 bits. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "baseline.h"
#include "digest.h"

typedef struct {
  int64_t key, count, sum, sum_high, max;
} Group;

/** Groups stand densely in order of arrival; an open-addressing index of `hash << 32 | number + 1` finds them. */
typedef struct {
  int64_t start, end;
  Group *groups;
  uint32_t count, capacity;
  uint64_t *index;
  uint32_t mask;
} Window;

/** The open windows, the earliest first: few, so that they are searched one by one. */
typedef struct {
  Window *items;
  uint32_t count, capacity;
} Windows;

typedef struct {
  int64_t auction[SLICE_ROWS], start[SLICE_ROWS], count[SLICE_ROWS], total[SLICE_ROWS], highest[SLICE_ROWS];
  int64_t rows;
} Output;

static uint32_t hash_of(int64_t key) {
  uint64_t k = (uint64_t)key;
  return (uint32_t)(((k ^ k >> 32) * 0x9e3779b97f4a7c15u) >> 32);
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

static Group *add_group(Window *window, int64_t key, uint32_t hash) {
  if (window->count == window->capacity) {
    window->capacity *= 2;
    window->groups = grow(window->groups, window->capacity * sizeof(Group));
  }
  if ((window->count + 1) * 2 > window->mask + 1) double_index(window);
  Group *group = &window->groups[window->count++];
  *group = (Group){.key = key, .max = INT64_MIN};
  place(window, (uint64_t)hash << 32 | window->count);
  return group;
}

static inline Group *find_or_add(Window *window, int64_t key) {
  uint32_t hash = hash_of(key);
  uint32_t at = hash & window->mask;
  for (uint64_t slot; (slot = window->index[at]); at = (at + 1) & window->mask) {
    if ((uint32_t)(slot >> 32) != hash) continue;
    Group *group = &window->groups[(uint32_t)slot - 1];
    if (group->key == key) return group;
  }
  return add_group(window, key, hash);
}

static void hand_over(Output *output, Reader *reader) {
  for (int64_t i = 0; i < output->rows; i++) reader->check += (uint32_t)output->count[i];
  for (int64_t i = 0; reader->hashes && i < output->rows; i++) {
    RowHash row = row_hash();
    hash_i64(&row, output->auction[i]);
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
    output->auction[at] = group->key;
    output->start[at] = window->start;
    output->count[at] = group->count;
    output->total[at] = group->sum;
    output->highest[at] = group->max;
    if (output->rows == SLICE_ROWS) hand_over(output, reader);
  }
  free(window->groups);
  free(window->index);
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

void tumble_bigint(const Input *input, Reader *reader, Late *late) {
  static int64_t auction[SLICE_ROWS], price[SLICE_ROWS], ts[SLICE_ROWS];
  static Output output;
  Windows windows = {0};
  int64_t watermark = INT64_MIN;
  for (int64_t from = 0; from < input->rows; from += SLICE_ROWS) {
    int64_t rows = input->rows - from < SLICE_ROWS ? input->rows - from : SLICE_ROWS;
    memcpy(auction, input->auction + from, rows * sizeof(int64_t));
    memcpy(price, input->price + from, rows * sizeof(int64_t));
    memcpy(ts, input->ts + from, rows * sizeof(int64_t));
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
      Group *group = find_or_add(window, auction[row]);
      group->count++;
      add_exactly(&group->sum, &group->sum_high, value);
      if (value > group->max) group->max = value;
    }
    emit_closed(&windows, watermark, &output, reader);
  }
  emit_closed(&windows, INT64_MAX, &output, reader);
  free(windows.items);
}
