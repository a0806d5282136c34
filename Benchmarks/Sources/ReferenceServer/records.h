// The database of records, opened for reading.
#pragma once
#include <lmdb.h>

#include "bytes.h"

typedef struct {
  MDB_env *env;
  MDB_dbi table;
} records;

// Opens the named database `records` of the file. Ends the process with a message if that fails.
records records_open(const char *path);

// A read transaction that is reset: it pins nothing until it is renewed.
MDB_txn *records_idle_reader(const records *db);

// The stored bytes, valid until `txn` is reset; count 0 if there is no such record.
span records_get(const records *db, MDB_txn *txn, uint64_t id);
