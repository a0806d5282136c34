#include "crowd.h"

// Each of the active sessions registers a procedure, calls that of the next one, and publishes to the topic of its
// group.
enum { GROUP = 10 };

static unsigned size;
static uint64_t answered, invoked, events;

static void handle(peer *p, const wamp_message *m) {
  uint64_t number;
  if (!payload_number(m->args, size, &number)) fail("session %u: a message of code %u", p->index, m->code);
  switch (m->code) {
    case WAMP_INVOCATION: {
      const wamp_message yield = {.code = WAMP_YIELD, .request = m->request, .args = m->args};
      peer_send(p, &yield);
      peer_flush(p);
      invoked++;
      break;
    }
    case WAMP_RESULT:
      if (number != m->request) fail("session %u: the result of another call", p->index);
      answered++;
      break;
    case WAMP_EVENT:
      p->seen++;
      events++;
      break;
    default: fail("session %u: a message of code %u", p->index, m->code);
  }
}

static void await(crowd *c, const uint64_t *count, uint64_t wanted, const char *what) {
  while (*count < wanted)
    if (crowd_read(c, 20000, handle) == 0)
      fail("%llu %s are missing", (unsigned long long)(wanted - *count), what);
}

static void enlist(crowd *c, unsigned first, unsigned count) {
  char uri[64];
  for (unsigned i = 0; i < count; i++) {
    peer *p = &c->peers[first + i];
    p->expected = 1;
    snprintf(uri, sizeof uri, "com.example.procedure.%u", i);
    peer_ask(p, WAMP_REGISTER, uri, (span){0});
    peer_flush(p);
    peer_await(p, WAMP_REGISTERED);
    snprintf(uri, sizeof uri, "com.example.topic.%u", i / GROUP);
    peer_ask(p, WAMP_SUBSCRIBE, uri, (span){0});
    peer_flush(p);
    peer_await(p, WAMP_SUBSCRIBED);
  }
}

// One call and one event of each active session.
static void ask(crowd *c, unsigned first, unsigned count, payload *load) {
  char uri[64];
  for (unsigned i = 0; i < count; i++) {
    peer *p = &c->peers[first + i];
    snprintf(uri, sizeof uri, "com.example.procedure.%u", (i + 1) % count);
    peer_ask(p, WAMP_CALL, uri, payload_numbered(load, p->last_request + 1));
    snprintf(uri, sizeof uri, "com.example.topic.%u", i / GROUP);
    peer_ask(p, WAMP_PUBLISH, uri, payload_numbered(load, p->last_request + 1));
    peer_flush(p);
  }
}

void measure_crowd(const task *t) {
  if (t->active == 0 || t->active % GROUP) fail("the active sessions come in groups of %d", GROUP);
  size = t->size;
  payload load;
  payload_make(&load, size);
  crowd c = crowd_make(t->idle + t->active);
  double start = now();
  crowd_open(&c, t->idle + t->active, &t->router);
  printf("sessions %u\nopened_per_second %.0f\n", c.count, c.count / (now() - start));
  enlist(&c, t->idle, t->active);

  uint64_t rounds = 0;
  const double cpu = cpu_of_all(t->servers), end = (start = now()) + t->seconds;
  double time;
  while ((time = now()) < end) {
    ask(&c, t->idle, t->active, &load);
    rounds++;
    await(&c, &answered, rounds * t->active, "answers");
    await(&c, &events, rounds * t->active * (GROUP - 1), "events");
  }
  const double used = cpu_of_all(t->servers) - cpu;
  for (unsigned i = 0; i < t->active; i++)
    if (c.peers[t->idle + i].seen != rounds * (GROUP - 1)) fail("a session got events of others");
  // The idle ones are still there, each of them.
  for (unsigned i = 0; i < t->idle; i++) {
    peer *p = &c.peers[i];
    peer_ask(p, WAMP_CALL, "com.example.procedure.0", payload_numbered(&load, p->last_request + 1));
    peer_flush(p);
    await(&c, &answered, rounds * t->active + i + 1, "answers to the idle");
  }
  if (invoked != answered)
    fail("%llu invocations of %llu calls", (unsigned long long)invoked, (unsigned long long)answered);
  printf("answered %llu\n", (unsigned long long)answered);
  printf("events %llu\n", (unsigned long long)events);
  printf("calls_per_second %.0f\n", (double)(rounds * t->active) / (time - start));
  printf("events_per_second %.0f\n", (double)events / (time - start));
  printf("cpu_per_call_with_its_events %.2f\n", used / (double)(rounds * t->active) * 1e6);
  crowd_close(&c);
}
