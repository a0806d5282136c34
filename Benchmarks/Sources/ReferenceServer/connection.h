// One WebSocket connection that answers calls with stored records.
#pragma once
#include <sys/uio.h>

#include "records.h"
#include "wamp.h"
#include "websocket.h"

enum { MAX_BATCH = 512, MAX_HEAD = WS_MAX_HEADER + WAMP_MAX_WELCOME, INPUT_SIZE = 64 * 1024 };

typedef enum { SENT, BLOCKED, FAILED } send_status;

typedef struct {
  int descriptor;
  const records *db;
  MDB_txn *reader;
  bool reading;  // the reader is renewed: records lie in `pieces`
  bool upgraded;
  wamp_serializer serializer;

  size_t input_start, input_end;
  // What is to be sent: heads lie in `heads`, records in the database.
  int head_count, piece_count, first_piece;

  uint8_t input[INPUT_SIZE];
  struct iovec pieces[2 * MAX_BATCH];
  uint8_t heads[MAX_BATCH][MAX_HEAD];
} connection;

connection *connection_new(int descriptor, const records *db);
void connection_free(connection *c);

// Reads once and answers all that is complete. BLOCKED: call connection_writable when the socket can be written to, and
// nothing else before.
send_status connection_readable(connection *c);
send_status connection_writable(connection *c);
