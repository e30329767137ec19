/** A hash of rows that does not depend on their order: `bench/digest.ts` computes the same. */
#ifndef DIGEST_H
#define DIGEST_H

#include "baseline.h"

typedef struct { uint32_t h1, h2; } RowHash;

static inline RowHash row_hash(void) { return (RowHash){0x9e3779b9u, 0x85ebca6bu}; }

static inline void hash_word(RowHash *row, uint32_t word) {
  row->h1 = (row->h1 ^ word) * 0xcc9e2d51u;
  row->h1 = row->h1 << 15 | row->h1 >> 17;
  row->h2 = (row->h2 + (word ^ row->h1)) * 0x1b873593u;
  row->h2 ^= row->h2 >> 13;
}

static inline void hash_i64(RowHash *row, int64_t value) {
  hash_word(row, (uint32_t)value);
  hash_word(row, (uint32_t)((uint64_t)value >> 32));
}

static inline void hash_text(RowHash *row, const char *text, uint32_t bytes) {
  hash_word(row, bytes);
  for (uint32_t i = 0; i < bytes; i++) hash_word(row, (uint8_t)text[i]);
}

static inline void hash_row(Reader *reader, RowHash row) {
  reader->hash1 += row.h1;
  reader->hash2 += row.h2;
}

#endif
