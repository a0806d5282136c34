// The rows of `run-store` in C over liblmdb, with the database that StoreBenchmark makes:
//
//   StoreReference WORK FILE COUNT
//
// does COUNT operations of one kind and prints nanoseconds per operation and a checksum of what was read. Works that
// write make FILE anew.
#include <lmdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

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

// A file with an empty database.
static database make_database(const char *path, unsigned flags) {
  database db;
  MDB_txn *txn;
  char lock[4096];
  snprintf(lock, sizeof lock, "%s-lock", path);
  unlink(path);
  unlink(lock);
  check(mdb_env_create(&db.env), "mdb_env_create");
  check(mdb_env_set_maxdbs(db.env, 16), "mdb_env_set_maxdbs");
  check(mdb_env_set_mapsize(db.env, (size_t)4 << 30), "mdb_env_set_mapsize");
  check(mdb_env_open(db.env, path, MDB_NOSUBDIR | MDB_NOTLS | flags, 0644), path);
  check(mdb_txn_begin(db.env, NULL, 0, &txn), "mdb_txn_begin");
  check(mdb_dbi_open(txn, "items", MDB_CREATE, &db.items), "the database named items");
  check(mdb_txn_commit(txn), "mdb_txn_commit");
  return db;
}

// Stores ready bytes, of which a few differ.
static void put(MDB_txn *txn, MDB_dbi items, uint64_t id, uint64_t number, unsigned flags) {
  unsigned char bytes[104];
  memset(bytes, 'n', sizeof bytes);
  memcpy(bytes, &number, sizeof number);
  uint64_t big = __builtin_bswap64(id);
  MDB_val key = {sizeof big, &big}, value = {sizeof bytes, bytes};
  check(mdb_put(txn, items, &key, &value, flags), "mdb_put");
}

static uint64_t puts_at_random(const database *db, uint64_t count) {
  MDB_txn *txn;
  check(mdb_txn_begin(db->env, NULL, 0, &txn), "mdb_txn_begin");
  for (uint64_t i = 0; i < count; i++) put(txn, db->items, mix(i) % record_count, i, 0);
  check(mdb_txn_commit(txn), "mdb_txn_commit");
  return count;
}

static uint64_t appends(const database *db, uint64_t count) {
  MDB_txn *txn;
  check(mdb_txn_begin(db->env, NULL, 0, &txn), "mdb_txn_begin");
  for (uint64_t i = 0; i < count; i++) put(txn, db->items, i, i, MDB_APPEND);
  check(mdb_txn_commit(txn), "mdb_txn_commit");
  return count;
}

// Durable transactions of 64 puts; COUNT is that of the puts.
static uint64_t groups(const database *db, uint64_t count) {
  for (uint64_t i = 0; i < count; i += 64) {
    MDB_txn *txn;
    check(mdb_txn_begin(db->env, NULL, 0, &txn), "mdb_txn_begin");
    for (uint64_t j = i; j < i + 64; j++) put(txn, db->items, mix(j) % record_count, j, 0);
    check(mdb_txn_commit(txn), "mdb_txn_commit");
  }
  return count;
}

int main(int argument_count, char **arguments) {
  static const struct {
    const char *name;
    uint64_t (*run)(const database *, uint64_t);
    enum { reading, writing, writing_durably } kind;
  } works[] = {{"get", gets, reading}, {"renewed", renewed_gets, reading}, {"scan", scan, reading},
               {"range", ranges, reading}, {"put", puts_at_random, writing}, {"append", appends, writing},
               {"group", groups, writing_durably}};
  if (argument_count == 4) {
    for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
      if (strcmp(arguments[1], works[i].name) != 0) continue;
      database db = works[i].kind == reading
                        ? open_database(arguments[2])
                        : make_database(arguments[2], works[i].kind == writing ? MDB_NOSYNC : 0);
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
  fprintf(stderr, "usage: StoreReference get|renewed|scan|range|put|append|group FILE COUNT\n");
  return 2;
}
