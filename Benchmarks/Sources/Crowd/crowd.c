#include "crowd.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "cbor.h"

enum { MOST_AT_ONCE = 1024, OPEN_BETWEEN_READS = 64 };

static void ignore(peer *p, const wamp_message *m) {
  fail("session %u: an unexpected message of code %u", p->index, m->code);
}

crowd crowd_make(unsigned capacity) {
  crowd c = {.peers = calloc(capacity, sizeof(peer)), .capacity = capacity, .queue = epoll_create1(0)};
  if (!c.peers || c.queue < 0) fail("no memory for %u sessions", capacity);
  return c;
}

void crowd_open(crowd *c, unsigned count, const router_address *router) {
  if (count > c->capacity) fail("more sessions than there is room for");
  while (c->count < count) {
    peer *p = &c->peers[c->count];
    peer_open(p, router, c->count);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = p};
    if (epoll_ctl(c->queue, EPOLL_CTL_ADD, p->descriptor, &event) < 0) fail("epoll: %s", strerror(errno));
    c->count++;
    if (c->count % OPEN_BETWEEN_READS == 0) crowd_read(c, 0, ignore);
  }
}

int crowd_read(crowd *c, int patience, message_handler handle) {
  struct epoll_event events[MOST_AT_ONCE];
  const int ready = epoll_wait(c->queue, events, MOST_AT_ONCE, patience);
  for (int i = 0; i < ready; i++) peer_read(events[i].data.ptr, handle);
  return ready;
}

void crowd_close(crowd *c) {
  for (unsigned i = 0; i < c->count; i++) peer_close(&c->peers[i]);
  free(c->peers);
  close(c->queue);
}

double memory_of(const int *servers) {
  double sum = 0;
  for (; *servers; servers++) {
    char name[64], line[256];
    snprintf(name, sizeof name, "/proc/%d/smaps_rollup", *servers);
    FILE *file = fopen(name, "r");
    if (!file) fail("no process %d", *servers);
    double value;
    while (fgets(line, sizeof line, file))
      if (sscanf(line, "Pss_Anon: %lf", &value) == 1) sum += value;
    fclose(file);
  }
  return sum;
}

double cpu_of_all(const int *servers) {
  double sum = 0;
  for (; *servers; servers++) sum += cpu_of(*servers);
  return sum;
}

void payload_make(payload *p, unsigned size) {
  if (size < 8 || size > 2000) fail("a payload has 8 to 2000 bytes");
  // Root; vtable at 4; table at 16, its id behind the offset of its name; name at 40; data at 52, to the end.
  static const uint8_t head[] = {
      16, 0, 0,  0, 12, 0, 24, 0, 8, 0, 4, 0, 16, 0, 20,  0,   12,  0,   0,   0, 20, 0, 0, 0, 7, 0, 0, 0, 0, 0,
      0,  0, 42, 0, 0,  0, 16, 0, 0, 0, 4, 0, 0,  0, 'i', 't', 'e', 'm', 0,   0, 0,  0,
  };
  memset(p->bytes, 'x', sizeof p->bytes);
  p->count = cbor_write_head(p->bytes, CBOR_ARRAY, 1);
  p->count += cbor_write_head(p->bytes + p->count, CBOR_BYTES, size);
  if (size >= sizeof head + 12) {
    memcpy(p->bytes + p->count, head, sizeof head);
    store_le32(p->bytes + p->count + sizeof head, size - (unsigned)sizeof head - 4);
  }
  p->count += size;
}

span payload_numbered(payload *p, uint64_t number) {
  store_le64(p->bytes + p->count - 8, number);
  return (span){p->bytes, p->count};
}

bool payload_number(span args, unsigned size, uint64_t *number) {
  uint64_t argument;
  span bytes;
  if (!cbor_expect(&args, CBOR_ARRAY, &argument) || argument != 1 || !cbor_string(&args, CBOR_BYTES, &bytes) ||
      bytes.count != size)
    return false;
  *number = load_le64(bytes.start + size - 8);
  return true;
}
