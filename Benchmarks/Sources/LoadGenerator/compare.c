#include <stdio.h>
#include <stdlib.h>

#include "client.h"
#include "workload.h"

enum { MAX_FRAME = 4 << 20 };

// Where two frames differ first.
static void report(const uint8_t *a, size_t a_count, const uint8_t *b, size_t b_count, uint64_t id) {
  size_t at = 0;
  while (at < a_count && at < b_count && a[at] == b[at]) at++;
  fprintf(stderr, "record %llu: frames of %zu and %zu bytes differ at byte %zu\n", (unsigned long long)id, a_count,
          b_count, at);
  for (int side = 0; side < 2; side++) {
    const uint8_t *p = side ? b : a;
    const size_t count = side ? b_count : a_count;
    for (size_t i = 0; i < 128 && i < count; i++) fprintf(stderr, "%02x%s", p[i], i % 32 == 31 ? "\n" : " ");
    fputc('\n', stderr);
  }
}

bool compare(int port, int other_port, wamp_serializer serializer, key_sequence keys, unsigned calls) {
  client *a = client_open(port, serializer), *b = client_open(other_port, serializer);
  uint8_t *frame_a = malloc(MAX_FRAME), *frame_b = malloc(MAX_FRAME);
  if (!frame_a || !frame_b) fail("no memory");
  bool equal = true;
  for (unsigned i = 0; equal && i < calls; i++) {
    const uint64_t id = next_id(&keys);
    client_call(a, id);
    client_call(b, id);
    client_flush(a);
    client_flush(b);
    const size_t count_a = client_read_frame(a, frame_a, MAX_FRAME), count_b = client_read_frame(b, frame_b, MAX_FRAME);
    equal = count_a == count_b && memcmp(frame_a, frame_b, count_a) == 0;
    if (!equal) report(frame_a, count_a, frame_b, count_b, id);
  }
  free(frame_a);
  free(frame_b);
  client_close(a);
  client_close(b);
  return equal;
}
