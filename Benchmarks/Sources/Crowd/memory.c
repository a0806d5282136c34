#include <unistd.h>

#include "crowd.h"

static void ignore(peer *p, const wamp_message *m) {
  fail("session %u: an unexpected message of code %u", p->index, m->code);
}

// Some sessions come and go before the first look: what a router only takes once is no memory of sessions.
enum { BEFORE = 200, SETTLE_MS = 1500 };

static double settled_memory(crowd *c, const int *servers) {
  const double end = now() + SETTLE_MS / 1000.0;
  for (double left; (left = end - now()) > 0;) crowd_read(c, (int)(left * 1000) + 1, ignore);
  return memory_of(servers);
}

void measure_memory(const task *t) {
  crowd first = crowd_make(BEFORE);
  crowd_open(&first, BEFORE, &t->router);
  crowd_close(&first);
  crowd c = crowd_make(t->idle);
  const double none = settled_memory(&c, t->servers);
  const unsigned steps[] = {t->idle / 9, t->idle * 5 / 9, t->idle};
  double before = none;
  unsigned count = 0;
  printf("memory_at_0 %.0f\n", none);
  for (unsigned i = 0; i < 3; i++) {
    crowd_open(&c, steps[i], &t->router);
    const double held = settled_memory(&c, t->servers);
    printf("memory_at_%u %.0f\n", steps[i], held);
    printf("memory_per_session_to_%u %.2f\n", steps[i], (held - before) / (steps[i] - count));
    before = held;
    count = steps[i];
  }
  printf("memory_per_session %.2f\n", (before - none) / t->idle);
  crowd_close(&c);
}
