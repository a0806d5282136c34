// A WebSocket client that keeps calls in flight and checks every result. Any error ends the process with a message.
#pragma once
#include "wamp.h"
#include "websocket.h"

enum { MAX_IN_FLIGHT = 256, CLIENT_INPUT_SIZE = 256 * 1024 };

typedef struct {
  int descriptor;
  wamp_serializer serializer;
  uint64_t last_request;
  uint64_t mask_state;
  uint64_t asked[MAX_IN_FLIGHT];  // record ids by request; 0 when not in flight

  size_t input_start, input_end;
  size_t skip;  // bytes left of a result whose beginning was checked
  size_t output_count;
  uint8_t input[CLIENT_INPUT_SIZE];
  uint8_t output[MAX_IN_FLIGHT * (WS_MAX_HEADER + WAMP_MAX_CALL)];
} client;

_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Connects to 127.0.0.1, upgrades and joins the realm.
client *client_open(int port, wamp_serializer serializer);
void client_close(client *c);

// Queues one call; client_flush sends all that are queued.
void client_call(client *c, uint64_t id);
void client_flush(client *c);

// Waits for bytes, checks the results that begin in them (request in flight, record's id and length), and returns how
// many results are complete.
unsigned client_receive(client *c, size_t record_size);

// Reads one whole frame, header included, into `frame` and returns its length.
size_t client_read_frame(client *c, uint8_t *frame, size_t capacity);
