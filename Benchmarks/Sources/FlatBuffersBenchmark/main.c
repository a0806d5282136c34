// Measures libraries that build, verify and read the same records, in one process and in turns.
//
//   FlatBuffersBenchmark FILTER NAME=LIBRARY...
//   FlatBuffersBenchmark repeat ROW NAME COUNT NAME=LIBRARY...
//
// The first library is compared with the others: `ratio_ROW.NAME` is its time divided by that of NAME. With `repeat` the
// library NAME does what ROW is about COUNT times for each record, and nothing is printed: for callgrind.
#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "allocations.h"
#include "workloads.h"

enum { record_count = 64, rounds = 201, most_libraries = 8, capacity = 4096 };

/// How long one measurement lasts.
static const double batch_nanoseconds = 400e3;

struct workload {
  prepare_function prepare;
  build_function build;
  record_function record;
  traverse_function traverse;
  verify_function verify;
};

struct library {
  const char *name;
  void *handle;
  struct workload workload;
  double times[rounds];
};

struct records {
  uint8_t bytes[record_count][capacity] __attribute__((aligned(16)));
  const uint8_t *starts[record_count];
  size_t sizes[record_count];
};

static struct library libraries[most_libraries];
static int library_count = 0;
static struct records records;

static void fail(const char *what, const char *which) {
  fprintf(stderr, "FlatBuffersBenchmark: %s: %s\n", what, which);
  exit(1);
}

static void *symbol(struct library *library, const char *kind, const char *name) {
  char full[64];
  snprintf(full, sizeof full, "%s_%s", kind, name);
  void *found = dlsym(library->handle, full);
  if (!found) fail(library->name, dlerror());
  return found;
}

static void load_workload(struct library *library, const char *kind) {
  library->workload = (struct workload){
      .prepare = symbol(library, kind, "prepare"),
      .build = symbol(library, kind, "build"),
      .record = symbol(library, kind, "record"),
      .traverse = symbol(library, kind, "traverse"),
      .verify = symbol(library, kind, "verify"),
  };
}

static void build_records(const struct workload *workload) {
  for (size_t i = 0; i < record_count; i++) {
    records.starts[i] = records.bytes[i];
    records.sizes[i] = workload->record(i, records.bytes[i], capacity);
    if (records.sizes[i] > capacity) fail("a record", "larger than expected");
  }
}

/// Every library must read the same values out of every library's records, and accept them; the first library's records
/// must not be larger than the others'.
static void compare(const char *kind) {
  uint64_t expected = 0;
  uint64_t least_total = UINT64_MAX;
  for (int from = library_count - 1; from >= 0; from--) {
    build_records(&libraries[from].workload);
    for (int by = 0; by < library_count; by++) {
      const struct workload *reader = &libraries[by].workload;
      uint64_t sum = reader->traverse(records.starts, records.sizes, record_count);
      if (from == library_count - 1 && by == 0) expected = sum;
      if (sum != expected) fail(libraries[by].name, "reads other values");
      if (reader->verify(records.starts, records.sizes, record_count) != record_count) {
        fail(libraries[by].name, "refuses a record");
      }
    }
    uint64_t total = 0;
    for (size_t i = 0; i < record_count; i++) total += records.sizes[i];
    if (libraries[from].workload.build() != total) fail(libraries[from].name, "builds other sizes");
    if (from == 0 && total > least_total) fail(libraries[from].name, "builds larger records than the others");
    if (total < least_total) least_total = total;
    printf("flatbuffers.%s.size.%s %zu bytes\n", kind, libraries[from].name, records.sizes[0]);
  }
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static uint64_t run(const struct workload *workload, int operation) {
  switch (operation) {
    case 0: return workload->traverse(records.starts, records.sizes, record_count);
    case 1: return workload->verify(records.starts, records.sizes, record_count);
    default: return workload->build();
  }
}

static double time_batch(const struct workload *workload, int operation, int repeats) {
  volatile uint64_t sink = 0;
  double start = now();
  for (int i = 0; i < repeats; i++) sink = sink + run(workload, operation);
  return (now() - start) / repeats / record_count;
}

static int ascending(const void *left, const void *right) {
  double l = *(const double *)left, r = *(const double *)right;
  return (l > r) - (l < r);
}

static void measure(const char *kind, const char *operation_name, int operation) {
  for (int i = 0; i < 3; i++) run(&libraries[0].workload, operation);
  uint64_t before = allocations;
  run(&libraries[0].workload, operation);
  uint64_t allocated = allocations - before;

  int repeats[most_libraries];
  for (int l = 0; l < library_count; l++) {
    double each = time_batch(&libraries[l].workload, operation, 20) * record_count;
    repeats[l] = 1 + (int)(batch_nanoseconds / each);
  }
  for (int round = 0; round < rounds; round++) {
    for (int turn = 0; turn < library_count; turn++) {
      int l = (turn + round) % library_count;
      libraries[l].times[round] = time_batch(&libraries[l].workload, operation, repeats[l]);
    }
  }
  double medians[most_libraries];
  for (int l = 0; l < library_count; l++) {
    qsort(libraries[l].times, rounds, sizeof(double), ascending);
    medians[l] = libraries[l].times[rounds / 2];
    printf("flatbuffers.%s.%s.%s %.2f ns\n", kind, operation_name, libraries[l].name, medians[l]);
  }
  for (int l = 1; l < library_count; l++) {
    printf("ratio_flatbuffers.%s.%s.%s %.3f x\n", kind, operation_name, libraries[l].name, medians[0] / medians[l]);
  }
  printf("flatbuffers.%s.%s.allocations %.3f per_record\n", kind, operation_name, (double)allocated / record_count);
}

static const char *kinds[] = {"container", "user"};
static const char *operations[] = {"traverse", "verify", "build"};

static void load(char **arguments, int count) {
  for (int i = 0; i < count && library_count < most_libraries; i++) {
    char *equals = strchr(arguments[i], '=');
    if (!equals) fail("not NAME=LIBRARY", arguments[i]);
    *equals = 0;
    struct library *library = &libraries[library_count++];
    library->name = arguments[i];
    library->handle = dlopen(equals + 1, RTLD_NOW | RTLD_LOCAL);
    if (!library->handle) fail("cannot load", dlerror());
  }
}

static void prepare(const char *kind) {
  for (int l = 0; l < library_count; l++) {
    load_workload(&libraries[l], kind);
    libraries[l].workload.prepare(record_count);
  }
}

static void row_name(int kind, int operation, char name[64]) {
  snprintf(name, 64, "flatbuffers.%s.%s", kinds[kind], operations[operation]);
}

static void repeat(const char *wanted, const char *library, int count) {
  for (int k = 0; k < 2; k++) {
    for (int o = 0; o < 3; o++) {
      char row[64];
      row_name(k, o, row);
      if (strcmp(row, wanted) != 0) continue;
      prepare(kinds[k]);
      // All read what the last library built.
      build_records(&libraries[library_count - 1].workload);
      for (int l = 0; l < library_count; l++) {
        if (strcmp(libraries[l].name, library) != 0) continue;
        for (int i = 0; i < count; i++) run(&libraries[l].workload, o);
        return;
      }
      fail("no such library", library);
    }
  }
  fail("no such row", wanted);
}

int main(int argc, char **argv) {
  if (argc >= 6 && strcmp(argv[1], "repeat") == 0) {
    load(argv + 5, argc - 5);
    repeat(argv[2], argv[3], atoi(argv[4]));
    return 0;
  }
  if (argc < 3) fail("usage", "FlatBuffersBenchmark FILTER NAME=LIBRARY...");
  const char *filter = argv[1];
  load(argv + 2, argc - 2);
  for (int k = 0; k < 2; k++) {
    bool loaded = false;
    for (int o = 0; o < 3; o++) {
      char row[64];
      row_name(k, o, row);
      if (!strstr(row, filter)) continue;
      if (!loaded) {
        prepare(kinds[k]);
        compare(kinds[k]);
        loaded = true;
      }
      // All read what the last library built.
      build_records(&libraries[library_count - 1].workload);
      measure(kinds[k], operations[o], o);
    }
  }
  return 0;
}
