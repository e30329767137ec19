/**
 * Runs one hand-written contestant: `baseline WORKLOAD FILE ROWS`. The input is loaded once; then each line on stdin is
 * one run, `hash` or `run`, answered by a line `nanoseconds rows check late hash1 hash2`. End of stdin ends it.
 *
 * FILE holds the columns one behind the other: auction (not for `text`), price, ts (not for `filter`), each 8 bytes a
 * row; for `text` then rows + 1 offsets of 4 bytes, and the bytes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "baseline.h"

typedef void Contestant(const Input *input, Reader *reader, Late *late);

void *grow(void *array, size_t bytes) {
  void *larger = realloc(array, bytes);
  if (!larger) exit(2);
  return larger;
}

static char *read_whole(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) exit(2);
  fseek(file, 0, SEEK_END);
  long bytes = ftell(file);
  rewind(file);
  char *content = calloc(bytes + 8, 1);
  if (!content || fread(content, 1, bytes, file) != (size_t)bytes) exit(2);
  fclose(file);
  return content;
}

static Input load(const char *workload, const char *path, int64_t rows) {
  const char *at = read_whole(path);
  Input input = {.rows = rows};
  bool has_text = strcmp(workload, "text") == 0;
  if (!has_text) {
    input.auction = (const int64_t *)at;
    at += rows * sizeof(int64_t);
  }
  input.price = (const int64_t *)at;
  at += rows * sizeof(int64_t);
  if (strcmp(workload, "filter") == 0) return input;
  input.ts = (const int64_t *)at;
  at += rows * sizeof(int64_t);
  if (has_text) {
    input.offsets = (const int32_t *)at;
    input.bytes = at + (rows + 1) * sizeof(int32_t);
  }
  return input;
}

static uint64_t nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + now.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  // What one window gives back the next one takes: the system is not asked again, as it is not for linear memory.
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
  Input input = load(argv[1], argv[2], atoll(argv[3]));
  Contestant *contestant = strcmp(argv[1], "text") == 0     ? tumble_text
                           : strcmp(argv[1], "filter") == 0 ? filter_project
                                                            : tumble_bigint;
  char line[16];
  while (fgets(line, sizeof line, stdin)) {
    Reader reader = {.hashes = line[0] == 'h'};
    static Late late;
    late.count = 0;
    uint64_t began = nanoseconds();
    contestant(&input, &reader, &late);
    uint64_t took = nanoseconds() - began;
    printf("%llu %llu %u %llu %u %u\n", (unsigned long long)took, (unsigned long long)reader.rows, reader.check,
           (unsigned long long)late.count, reader.hash1, reader.hash2);
    fflush(stdout);
  }
}
