// One session of a crowd: WebSocket or RawSocket, blocking while it is opened, then read whenever something came.
// Any error ends the process with a message: nothing may be lost.
#pragma once
#include <stdio.h>

#include "routing.h"
#include "websocket.h"

// A router, by its URL: ws://HOST:PORT/PATH or rs://HOST:PORT.
typedef struct {
  bool is_raw;
  char host[64];
  int port;
  char path[128];
  wamp_serializer serializer;
} router_address;

typedef struct peer peer;

// What is done with each message but PING; its spans are valid during the call.
typedef void (*message_handler)(peer *p, const wamp_message *m);

struct peer {
  int descriptor;
  bool is_raw;
  wamp_serializer serializer;
  unsigned index;
  uint64_t last_request;
  // What the program counts with.
  uint64_t expected, seen;
  // The bytes not yet read or sent. Idle peers hold none.
  uint8_t *input, *output;
  size_t input_count, input_capacity, output_count, output_capacity;
};

_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

void parse_address(const char *url, const char *format, router_address *address);

// Connects, opens the transport and joins `realm1`.
void peer_open(peer *p, const router_address *address, unsigned index);
void peer_close(peer *p);

// Queues a request and returns its number; `peer_flush` sends all that is queued.
uint64_t peer_ask(peer *p, unsigned code, const char *uri, span args);
void peer_send(peer *p, const wamp_message *m);
void peer_flush(peer *p);

// Waits for the answer to the last request, and returns the number in it.
uint64_t peer_await(peer *p, unsigned code);

// Reads what has come, once, and hands on all whole messages.
void peer_read(peer *p, message_handler handle);

// Seconds of the monotonic clock.
double now(void);
// Seconds of CPU that a process took; 0 for the process 0.
double cpu_of(int process);
