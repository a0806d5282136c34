// The rows of `run-store` in C over liblmdb, with the database that StoreBenchmark makes:
//
//   StoreReference WORK FILE COUNT
//
// does COUNT operations of one kind and prints nanoseconds per operation and a checksum of what was read.
#include <lmdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const uint64_t record_count = 1000000;

typedef struct {
  MDB_env *env;
  MDB_dbi items;
} database;

static void check(int status, const char *what) {
  if (status == 0) return;
  fprintf(stderr, "StoreReference: %s: %s\n", what, mdb_strerror(status));
  exit(1);
}

static uint64_t mix(uint64_t x) {
  uint64_t z = x + 0x9E3779B97F4A7C15ull;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

static database open_database(const char *path) {
  database db;
  MDB_txn *txn;
  check(mdb_env_create(&db.env), "mdb_env_create");
  check(mdb_env_set_maxdbs(db.env, 16), "mdb_env_set_maxdbs");
  check(mdb_env_set_mapsize(db.env, (size_t)4 << 30), "mdb_env_set_mapsize");
  check(mdb_env_open(db.env, path, MDB_NOSUBDIR | MDB_RDONLY | MDB_NOTLS, 0644), path);
  check(mdb_txn_begin(db.env, NULL, MDB_RDONLY, &txn), "mdb_txn_begin");
  check(mdb_dbi_open(txn, "items", 0, &db.items), "the database named items");
  check(mdb_txn_commit(txn), "mdb_txn_commit");
  return db;
}

// What a record is read for: some bytes of it.
static uint64_t look(const MDB_val *value) {
  uint64_t bytes;
  memcpy(&bytes, value->mv_data, sizeof bytes);
  return bytes;
}

static uint64_t get(MDB_txn *txn, MDB_dbi items, uint64_t id) {
  uint64_t bytes = __builtin_bswap64(id);
  MDB_val key = {sizeof bytes, &bytes}, value;
  check(mdb_get(txn, items, &key, &value), "mdb_get");
  return look(&value);
}

static uint64_t gets(const database *db, uint64_t count) {
  MDB_txn *txn;
  uint64_t sum = 0;
  check(mdb_txn_begin(db->env, NULL, MDB_RDONLY, &txn), "mdb_txn_begin");
  for (uint64_t i = 0; i < count; i++) sum += get(txn, db->items, mix(i) % record_count);
  mdb_txn_abort(txn);
  return sum;
}

static uint64_t renewed_gets(const database *db, uint64_t count) {
  MDB_txn *txn;
  uint64_t sum = 0;
  check(mdb_txn_begin(db->env, NULL, MDB_RDONLY, &txn), "mdb_txn_begin");
  mdb_txn_reset(txn);
  for (uint64_t i = 0; i < count; i++) {
    check(mdb_txn_renew(txn), "mdb_txn_renew");
    sum += get(txn, db->items, mix(i) % record_count);
    mdb_txn_reset(txn);
  }
  mdb_txn_abort(txn);
  return sum;
}

static uint64_t scan(const database *db, uint64_t count) {
  MDB_txn *txn;
  MDB_cursor *cursor;
  MDB_val key, value;
  uint64_t sum = 0;
  check(mdb_txn_begin(db->env, NULL, MDB_RDONLY, &txn), "mdb_txn_begin");
  check(mdb_cursor_open(txn, db->items, &cursor), "mdb_cursor_open");
  for (uint64_t i = 0; i < count; i++) {
    check(mdb_cursor_get(cursor, &key, &value, i == 0 ? MDB_FIRST : MDB_NEXT), "mdb_cursor_get");
    sum += look(&value);
  }
  mdb_cursor_close(cursor);
  mdb_txn_abort(txn);
  return sum;
}

// Ranges of 100 records; COUNT is that of all records.
static uint64_t ranges(const database *db, uint64_t count) {
  MDB_txn *txn;
  MDB_cursor *cursor;
  uint64_t sum = 0;
  check(mdb_txn_begin(db->env, NULL, MDB_RDONLY, &txn), "mdb_txn_begin");
  check(mdb_cursor_open(txn, db->items, &cursor), "mdb_cursor_open");
  for (uint64_t i = 0; i < count / 100; i++) {
    uint64_t first = mix(i) % (record_count - 100);
    uint64_t start = __builtin_bswap64(first), end = __builtin_bswap64(first + 100);
    MDB_val key = {sizeof start, &start}, value;
    int status = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE);
    while (status == 0 && memcmp(key.mv_data, &end, sizeof end) < 0) {
      sum += look(&value);
      status = mdb_cursor_get(cursor, &key, &value, MDB_NEXT);
    }
  }
  mdb_cursor_close(cursor);
  mdb_txn_abort(txn);
  return sum;
}

int main(int argument_count, char **arguments) {
  static const struct {
    const char *name;
    uint64_t (*run)(const database *, uint64_t);
  } works[] = {{"get", gets}, {"renewed", renewed_gets}, {"scan", scan}, {"range", ranges}};
  if (argument_count == 4) {
    for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
      if (strcmp(arguments[1], works[i].name) != 0) continue;
      database db = open_database(arguments[2]);
      uint64_t count = strtoull(arguments[3], NULL, 10);
      struct timespec start, end;
      clock_gettime(CLOCK_MONOTONIC, &start);
      uint64_t sum = works[i].run(&db, count);
      clock_gettime(CLOCK_MONOTONIC, &end);
      double time = (end.tv_sec - start.tv_sec) * 1e9 + (end.tv_nsec - start.tv_nsec);
      printf("%.2f %llu\n", count == 0 ? 0 : time / count, (unsigned long long)sum);
      mdb_env_close(db.env);
      return 0;
    }
  }
  fprintf(stderr, "usage: StoreReference get|renewed|scan|range FILE COUNT\n");
  return 2;
}
