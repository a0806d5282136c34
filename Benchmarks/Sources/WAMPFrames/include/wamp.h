// The few WAMP messages of the benchmark in three forms: wamp.2.flatbuffers with a record as passthru payload,
// wamp.2.cbor with a record as the one binary argument, and wamp.2.cbor with the values of its fields as arguments,
// which only clients speak here.
#pragma once
#include "bytes.h"

typedef enum { WAMP_FLATBUFFERS, WAMP_CBOR, WAMP_PLAIN } wamp_serializer;

enum { WAMP_HELLO = 1, WAMP_WELCOME = 2, WAMP_CALL = 48, WAMP_RESULT = 50 };

#define WAMP_PROCEDURE "com.example.records.get"
#define WAMP_REALM "realm1"

// The WebSocket subprotocol's name, and the serializer that a comma-separated list of names asks for first.
const char *wamp_subprotocol(wamp_serializer serializer);
bool wamp_choose(span offered, wamp_serializer *serializer);

// The code of a message; 0 if it is none.
unsigned wamp_code(wamp_serializer serializer, span message);

// What a server reads and writes.

typedef struct {
  uint64_t request;
  span procedure;
  uint64_t id;  // of the record asked for
} wamp_call;

enum { WAMP_MAX_WELCOME = 128, WAMP_MAX_RESULT_HEAD = 96 };

bool wamp_read_call(wamp_serializer serializer, span message, wamp_call *call);
size_t wamp_write_welcome(wamp_serializer serializer, uint8_t *p, uint64_t session);

// Writes all of a RESULT that comes before the record and returns its length. Nothing follows the record, whose length
// is a multiple of 8.
size_t wamp_write_result_head(wamp_serializer serializer, uint8_t *p, uint64_t request, size_t record);

// What a client reads and writes.

typedef struct {
  uint64_t request;
  uint64_t id;    // as the record itself says
  size_t record;  // bytes of the record; in plain arguments of its body
} wamp_result;

enum { WAMP_MAX_HELLO = 128, WAMP_MAX_CALL = 160 };

size_t wamp_write_hello(wamp_serializer serializer, uint8_t *p);
size_t wamp_write_call(wamp_serializer serializer, uint8_t *p, uint64_t request, uint64_t id);

// Reads a RESULT of `message` bytes in all from its first bytes.
bool wamp_read_result(wamp_serializer serializer, span first, size_t message, wamp_result *result);
