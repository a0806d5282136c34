#include <stdlib.h>

#include "crowd.h"

// How many events are published one by one, and the most that may be ahead of the slowest receiver.
enum { ALONE = 200, MOST_AHEAD = 4096 };

static unsigned size, receivers;
static uint64_t received;
// Events that all receivers have got, and how many of them have got the next ones.
static uint64_t complete;
static unsigned got[MOST_AHEAD];
static double first, last;

static void handle(peer *p, const wamp_message *m) {
  uint64_t number;
  if (m->code != WAMP_EVENT || !payload_number(m->args, size, &number)) fail("session %u: not an event", p->index);
  if (number != p->seen) fail("session %u: event %llu, not %llu", p->index, (unsigned long long)number,
                              (unsigned long long)p->seen);
  p->seen++;
  received++;
  got[number % MOST_AHEAD]++;
  for (; got[complete % MOST_AHEAD] == receivers; complete++) got[complete % MOST_AHEAD] = 0;
}

// The same, noting when.
static void handle_timed(peer *p, const wamp_message *m) {
  const uint64_t before = received;
  handle(p, m);
  if (received == before) return;
  last = now();
  if (first == 0) first = last;
}

static int by_size(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

// Events one by one: the time from the first receiver to the last one, and from the publisher to the last one.
static void measure_spread(crowd *c, peer *publisher, payload *load, uint64_t *published) {
  double spread[ALONE], latency[ALONE];
  for (unsigned i = 0; i < ALONE; i++) {
    first = 0;
    const double start = now();
    peer_ask(publisher, WAMP_PUBLISH, "com.example.topic", payload_numbered(load, (*published)++));
    peer_flush(publisher);
    while (complete < *published)
      if (crowd_read(c, 20000, handle_timed) == 0) fail("event %llu was lost", (unsigned long long)complete);
    spread[i] = last - first;
    latency[i] = last - start;
  }
  qsort(spread, ALONE, sizeof(double), by_size);
  qsort(latency, ALONE, sizeof(double), by_size);
  printf("spread %.1f\n", spread[ALONE / 2] * 1e6);
  printf("last_receiver %.1f\n", latency[ALONE / 2] * 1e6);
}

void measure_events(const task *t) {
  if (t->ahead == 0 || t->ahead > MOST_AHEAD) fail("--ahead is 1 to %d", MOST_AHEAD);
  size = t->size;
  receivers = t->receivers;
  crowd c = crowd_make(receivers + 1);
  crowd_open(&c, receivers + 1, &t->router);
  for (unsigned i = 0; i < receivers; i++) {
    c.peers[i].expected = 1;
    peer_ask(&c.peers[i], WAMP_SUBSCRIBE, "com.example.topic", (span){0});
    peer_flush(&c.peers[i]);
    peer_await(&c.peers[i], WAMP_SUBSCRIBED);
  }
  peer *publisher = &c.peers[receivers];
  payload load;
  payload_make(&load, size);
  uint64_t published = 0;
  measure_spread(&c, publisher, &load, &published);

  const uint64_t before = received;
  const double cpu = cpu_of_all(t->servers), start = now(), end = start + t->seconds;
  while (now() < end) {
    while (published < complete + t->ahead)
      peer_ask(publisher, WAMP_PUBLISH, "com.example.topic", payload_numbered(&load, published++));
    peer_flush(publisher);
    crowd_read(&c, 1000, handle);
  }
  // Until the last one came: a slow router takes longer for those on their way than it was measured.
  while (complete < published)
    if (crowd_read(&c, 20000, handle) == 0)
      fail("%llu events were lost", (unsigned long long)(published * receivers - received));
  const double counted = (double)(received - before);
  printf("events_per_second %.0f\n", counted / (now() - start));
  printf("cpu_per_event %.3f\n", (cpu_of_all(t->servers) - cpu) / counted * 1e6);
  crowd_close(&c);
}
