#include <stdio.h>
#include <time.h>

#include "client.h"
#include "workload.h"

static double seconds_of(clockid_t clock) {
  struct timespec t;
  if (clock_gettime(clock, &t) < 0) fail("the server's CPU clock cannot be read");
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

typedef struct {
  double time, cpu;
  uint64_t calls;
} sample;

void measure(int port, int server, wamp_serializer serializer, key_sequence keys, size_t record_size, unsigned in_flight,
             double warm_up, double seconds) {
  clockid_t server_clock;
  if (clock_getcpuclockid(server, &server_clock) != 0) fail("no process %d", server);
  client *c = client_open(port, serializer);

  for (unsigned i = 0; i < in_flight; i++) client_call(c, next_id(&keys));
  const double start = seconds_of(CLOCK_MONOTONIC);
  sample first = {0}, last = {0};
  uint64_t calls = 0;
  while (last.calls == 0) {
    client_flush(c);
    const unsigned complete = client_receive(c, record_size);
    calls += complete;
    const double now = seconds_of(CLOCK_MONOTONIC);
    if (first.calls == 0 && now - start >= warm_up)
      first = (sample){now, seconds_of(server_clock), calls};
    else if (first.calls > 0 && calls > first.calls && now - first.time >= seconds)
      last = (sample){now, seconds_of(server_clock), calls};
    for (unsigned i = 0; i < complete; i++) client_call(c, next_id(&keys));
  }
  const double counted = (double)(last.calls - first.calls);
  printf("calls_per_second %.1f\n", counted / (last.time - first.time));
  printf("cpu_per_call %.4f\n", (last.cpu - first.cpu) / counted * 1e6);
  client_close(c);
}
