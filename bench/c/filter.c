/** SELECT auction, price WHERE auction % 123 = 0. */
#include <string.h>

#include "baseline.h"
#include "digest.h"

static int64_t out_auction[SLICE_ROWS], out_price[SLICE_ROWS];

static void hand_over(int64_t rows, Reader *reader) {
  for (int64_t i = 0; i < rows; i++) reader->check += (uint32_t)out_price[i];
  for (int64_t i = 0; reader->hashes && i < rows; i++) {
    RowHash row = row_hash();
    hash_i64(&row, out_auction[i]);
    hash_i64(&row, out_price[i]);
    hash_row(reader, row);
  }
  reader->rows += rows;
}

void filter_project(const Input *input, Reader *reader, Late *late) {
  static int64_t auction[SLICE_ROWS], price[SLICE_ROWS];
  (void)late;
  int64_t kept = 0;
  for (int64_t from = 0; from < input->rows; from += SLICE_ROWS) {
    int64_t rows = input->rows - from < SLICE_ROWS ? input->rows - from : SLICE_ROWS;
    memcpy(auction, input->auction + from, rows * sizeof(int64_t));
    memcpy(price, input->price + from, rows * sizeof(int64_t));
    for (int64_t row = 0; row < rows; row++) {
      if (auction[row] % 123 != 0) continue;
      out_auction[kept] = auction[row];
      out_price[kept++] = price[row];
      if (kept == SLICE_ROWS) {
        hand_over(kept, reader);
        kept = 0;
      }
    }
  }
  hand_over(kept, reader);
}
