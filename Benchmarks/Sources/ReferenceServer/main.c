// The reference: what answering stored records over WebSocket costs in C with epoll, liblmdb and sendmsg.
//
//   ReferenceServer DATABASE PORT
//
// One thread. Prints "ready PORT" when it listens on 127.0.0.1; PORT 0 takes any free one. Speaks just enough of the protocols to answer calls of
// com.example.records.get with the stored bytes; a client that does anything else is disconnected.

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "connection.h"

static void fail(const char *what) {
  fprintf(stderr, "reference server: %s: %s\n", what, strerror(errno));
  exit(1);
}

static int listen_on(int port) {
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  const int one = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(descriptor, (struct sockaddr *)&address, sizeof address) < 0 || listen(descriptor, 128) < 0) fail("listen");
  return descriptor;
}

static int port_of(int listener) {
  struct sockaddr_in address;
  socklen_t size = sizeof address;
  if (getsockname(listener, (struct sockaddr *)&address, &size) < 0) fail("getsockname");
  return ntohs(address.sin_port);
}

static void watch(int epoll, int operation, int descriptor, uint32_t events, void *data) {
  struct epoll_event event = {.events = events, .data.ptr = data};
  if (epoll_ctl(epoll, operation, descriptor, &event) < 0) fail("epoll_ctl");
}

static void accept_one(int epoll, int listener, const records *db) {
  const int descriptor = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
  if (descriptor < 0) return;
  const int one = 1;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  connection *c = connection_new(descriptor, db);
  if (!c) fail("connection");
  watch(epoll, EPOLL_CTL_ADD, descriptor, EPOLLIN, c);
}

static void serve(int epoll, connection *c, bool writable) {
  const send_status status = writable ? connection_writable(c) : connection_readable(c);
  if (status == FAILED)
    connection_free(c);
  else if (writable && status == SENT)
    watch(epoll, EPOLL_CTL_MOD, c->descriptor, EPOLLIN, c);
  else if (!writable && status == BLOCKED)
    watch(epoll, EPOLL_CTL_MOD, c->descriptor, EPOLLOUT, c);
}

int main(int count, char **arguments) {
  if (count != 3) {
    fprintf(stderr, "usage: %s DATABASE PORT\n", arguments[0]);
    return 2;
  }
  const records db = records_open(arguments[1]);
  const int listener = listen_on(atoi(arguments[2]));
  const int epoll = epoll_create1(0);
  watch(epoll, EPOLL_CTL_ADD, listener, EPOLLIN, NULL);
  printf("ready %d\n", port_of(listener));
  fflush(stdout);
  for (;;) {
    struct epoll_event events[64];
    const int ready = epoll_wait(epoll, events, 64, -1);
    if (ready < 0 && errno != EINTR) fail("epoll_wait");
    for (int i = 0; i < ready; i++) {
      if (events[i].data.ptr)
        serve(epoll, events[i].data.ptr, events[i].events & EPOLLOUT);
      else
        accept_one(epoll, listener, &db);
    }
  }
}
