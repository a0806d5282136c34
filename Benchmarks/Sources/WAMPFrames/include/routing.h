// The WAMP messages of sessions that subscribe, publish, register and call through a router.
#pragma once
#include "wamp.h"

enum {
  WAMP_ERROR = 8, WAMP_PUBLISH = 16, WAMP_PUBLISHED = 17, WAMP_SUBSCRIBE = 32, WAMP_SUBSCRIBED = 33, WAMP_EVENT = 36,
  WAMP_REGISTER = 64, WAMP_REGISTERED = 65, WAMP_INVOCATION = 68, WAMP_YIELD = 70,
};

// A message of any of these kinds; what its kind does not have is not looked at.
typedef struct {
  unsigned code;
  uint64_t request;    // in EVENT the subscription
  uint64_t number;     // subscription, registration or publication; only read
  span uri;            // topic, procedure or error
  span args;           // a CBOR array, in every serializer
  bool acknowledge;
} wamp_message;

// Room for what is around the URI and the arguments.
enum { WAMP_MAX_ROUTING_HEAD = 128 };

// Writes SUBSCRIBE, REGISTER, PUBLISH, CALL or YIELD.
size_t wamp_write_message(wamp_serializer serializer, uint8_t *p, const wamp_message *m);

// Reads what a router sends to such sessions.
bool wamp_read_message(wamp_serializer serializer, span bytes, wamp_message *m);

// A HELLO that announces what Autobahn|Python does (over FlatBuffers the one of the measured calls), for `realm1`.
enum { WAMP_MAX_FULL_HELLO = 1536 };
size_t wamp_write_full_hello(wamp_serializer serializer, uint8_t *p);
