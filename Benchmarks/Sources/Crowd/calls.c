#include <stdlib.h>

#include "crowd.h"

// A caller and a callee, each on a connection of its own.
static unsigned size;
static uint64_t answered;
static peer *caller, *callee;

static void handle(peer *p, const wamp_message *m) {
  uint64_t number;
  if (p == callee && m->code == WAMP_INVOCATION) {
    const wamp_message yield = {.code = WAMP_YIELD, .request = m->request, .args = m->args};
    peer_send(callee, &yield);
    return;
  }
  if (p != caller || m->code != WAMP_RESULT || !payload_number(m->args, size, &number) || number != m->request)
    fail("session %u: not the answer to a call, but a message of code %u", p->index, m->code);
  answered++;
}

void measure_calls(const task *t) {
  size = t->size;
  crowd c = crowd_make(2);
  crowd_open(&c, 2, &t->router);
  caller = &c.peers[0];
  callee = &c.peers[1];
  caller->expected = callee->expected = 1;
  peer_ask(callee, WAMP_REGISTER, "com.example.echo", (span){0});
  peer_flush(callee);
  peer_await(callee, WAMP_REGISTERED);

  payload load;
  payload_make(&load, size);
  uint64_t asked = 0, counted_from = 0;
  double start = now(), cpu = 0, time = start, from = 0;
  const double warm_up = start + 0.2;
  while (t->calls ? answered < t->calls : from == 0 || time < from + t->seconds) {
    for (; asked < answered + t->in_flight && (!t->calls || asked < t->calls); asked++)
      peer_ask(caller, WAMP_CALL, "com.example.echo", payload_numbered(&load, caller->last_request + 1));
    peer_flush(caller);
    if (crowd_read(&c, t->calls ? 120000 : 10000, handle) == 0) fail("%llu calls are not answered", (unsigned long long)(asked - answered));
    peer_flush(callee);
    time = now();
    if (from == 0 && time >= warm_up) {
      from = time;
      counted_from = answered;
      cpu = cpu_of_all(t->servers);
    }
  }
  if (t->calls) {
    crowd_close(&c);
    return;
  }
  const double counted = (double)(answered - counted_from);
  printf("calls_per_second %.1f\n", counted / (time - from));
  printf("cpu_per_call %.3f\n", (cpu_of_all(t->servers) - cpu) / counted * 1e6);
  crowd_close(&c);
}
