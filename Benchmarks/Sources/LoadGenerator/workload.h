// Which records are asked for, and how.
#pragma once
#include "bytes.h"
#include "random.h"
#include "wamp.h"

typedef struct {
  uint64_t first_id;
  uint64_t records;
  bool sequential;
  uint64_t state;
} key_sequence;

static inline uint64_t next_id(key_sequence *keys) {
  const uint64_t n = keys->sequential ? keys->state++ : next_random(&keys->state);
  return keys->first_id + n % keys->records;
}

// Prints calls per second, and CPU microseconds of process `server` per call.
void measure(int port, int server, wamp_serializer serializer, key_sequence keys, size_t record_size, unsigned in_flight,
             double warm_up, double seconds);

// Sends the same calls to both servers and compares the frames they answer with, byte for byte. True if all are equal.
bool compare(int port, int other_port, wamp_serializer serializer, key_sequence keys, unsigned calls);
