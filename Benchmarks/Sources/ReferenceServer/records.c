#include "records.h"

#include <stdio.h>
#include <stdlib.h>

static void check(int status, const char *what) {
  if (status == 0) return;
  fprintf(stderr, "reference server: %s: %s\n", what, mdb_strerror(status));
  exit(1);
}

records records_open(const char *path) {
  records db;
  MDB_txn *txn;
  check(mdb_env_create(&db.env), "mdb_env_create");
  check(mdb_env_set_maxdbs(db.env, 16), "mdb_env_set_maxdbs");
  check(mdb_env_open(db.env, path, MDB_NOSUBDIR | MDB_RDONLY | MDB_NOTLS, 0644), path);
  check(mdb_txn_begin(db.env, NULL, MDB_RDONLY, &txn), "mdb_txn_begin");
  check(mdb_dbi_open(txn, "records", 0, &db.table), "the database named records");
  check(mdb_txn_commit(txn), "mdb_txn_commit");
  return db;
}

MDB_txn *records_idle_reader(const records *db) {
  MDB_txn *txn;
  check(mdb_txn_begin(db->env, NULL, MDB_RDONLY, &txn), "mdb_txn_begin");
  mdb_txn_reset(txn);
  return txn;
}

span records_get(const records *db, MDB_txn *txn, uint64_t id) {
  uint8_t bytes[8];
  store_be64(bytes, id);
  MDB_val key = {sizeof bytes, bytes}, value;
  if (mdb_get(txn, db->table, &key, &value) != 0) return (span){NULL, 0};
  return (span){value.mv_data, value.mv_size};
}
