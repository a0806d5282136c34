// Many sessions in one process, and what is measured of a router with them.
#pragma once
#include "peer.h"

typedef struct {
  router_address router;
  int servers[8];  // the router's processes; ended by 0
  unsigned idle, active, receivers, in_flight, ahead, size, calls;
  double seconds;
} task;

// All sessions, read when something came for one of them.
typedef struct {
  peer *peers;
  unsigned count, capacity;
  int queue;
} crowd;

crowd crowd_make(unsigned capacity);
// Opens sessions until there are `count`, and answers the router's pings meanwhile.
void crowd_open(crowd *c, unsigned count, const router_address *router);
// Reads from all that something came for; waits for it at most `patience` ms. Returns how many there were.
int crowd_read(crowd *c, int patience, message_handler handle);
void crowd_close(crowd *c);

// The anonymous memory of a router's processes, in KiB, and its CPU time in seconds.
double memory_of(const int *servers);
double cpu_of_all(const int *servers);

// What messages carry: one byte string, of which the last 8 bytes are a number. If there is room, it is an `Item` of
// RoutingServer/items.fbs.
typedef struct {
  uint8_t bytes[2048];
  size_t count;
} payload;

void payload_make(payload *p, unsigned size);
span payload_numbered(payload *p, uint64_t number);
bool payload_number(span args, unsigned size, uint64_t *number);

void measure_memory(const task *t);
void measure_crowd(const task *t);
void measure_events(const task *t);
void measure_calls(const task *t);
