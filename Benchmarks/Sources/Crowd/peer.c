#include "peer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

// How long a router may take for anything.
enum { PATIENCE_MS = 30000, READ_SIZE = 64 * 1024 };
// RawSocket: the kinds of frames, and a first answer that accepts messages of 16 MiB.
enum { RS_MESSAGE = 0, RS_PING = 1, RS_PONG = 2, RS_MAGIC = 0x7f, RS_LARGEST = 0xf0 };

_Noreturn void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("crowd: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  exit(1);
}

double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double cpu_of(int process) {
  clockid_t clock;
  struct timespec t;
  if (process == 0) return 0;
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &t) < 0) fail("no process %d", process);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void parse_address(const char *url, const char *format, router_address *address) {
  char scheme[8] = "";
  *address = (router_address){.path = "/"};
  const int found = sscanf(url, "%7[a-z]://%63[^:]:%d%127s", scheme, address->host, &address->port, address->path);
  address->is_raw = !strcmp(scheme, "rs");
  if (found < 3 || (!address->is_raw && strcmp(scheme, "ws"))) fail("%s is not ws://HOST:PORT/ or rs://HOST:PORT", url);
  if (!strcmp(address->host, "localhost")) strcpy(address->host, "127.0.0.1");
  if (!strcmp(format, "flatbuffers")) address->serializer = WAMP_FLATBUFFERS;
  else if (!strcmp(format, "cbor")) address->serializer = WAMP_CBOR;
  else fail("%s is neither flatbuffers nor cbor", format);
}

static void await(peer *p, short event) {
  struct pollfd one = {.fd = p->descriptor, .events = event};
  if (poll(&one, 1, PATIENCE_MS) == 0) fail("session %u: the router does nothing for 30 s", p->index);
}

static void reserve(uint8_t **bytes, size_t *capacity, size_t needed) {
  if (needed <= *capacity) return;
  while (*capacity < needed) *capacity = *capacity ? *capacity * 2 : 1024;
  *bytes = realloc(*bytes, *capacity);
  if (!*bytes) fail("no memory");
}

void peer_flush(peer *p) {
  for (size_t sent = 0; sent < p->output_count;) {
    const ssize_t n = send(p->descriptor, p->output + sent, p->output_count - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n >= 0) sent += (size_t)n;
    else if (errno == EAGAIN) await(p, POLLOUT);
    else if (errno != EINTR) fail("session %u: send: %s", p->index, strerror(errno));
  }
  p->output_count = 0;
}

static void queue_bytes(peer *p, const void *bytes, size_t count) {
  reserve(&p->output, &p->output_capacity, p->output_count + count);
  memcpy(p->output + p->output_count, bytes, count);
  p->output_count += count;
}

static void queue_frame(peer *p, uint8_t kind, const uint8_t *bytes, size_t count) {
  uint8_t head[WS_MAX_HEADER] = {kind, (uint8_t)(count >> 16), (uint8_t)(count >> 8), (uint8_t)count};
  // Its server has to unmask whatever the mask is.
  static const uint8_t mask[4] = {0x12, 0x34, 0x56, 0x78};
  queue_bytes(p, head, p->is_raw ? 4 : ws_write_masked_header(head, kind, count, mask));
  queue_bytes(p, bytes, count);
  if (!p->is_raw) ws_apply_mask(p->output + p->output_count - count, count, mask);
}

void peer_send(peer *p, const wamp_message *m) {
  uint8_t bytes[WAMP_MAX_ROUTING_HEAD + 4096];
  if (m->uri.count + m->args.count > 4000) fail("a message that is too large");
  queue_frame(p, p->is_raw ? RS_MESSAGE : WS_BINARY, bytes, wamp_write_message(p->serializer, bytes, m));
}

uint64_t peer_ask(peer *p, unsigned code, const char *uri, span args) {
  const wamp_message m = {.code = code, .request = ++p->last_request, .uri = {(const uint8_t *)uri, strlen(uri)},
                          .args = args};
  peer_send(p, &m);
  return m.request;
}

// Reads what is there; whether there was anything.
static bool receive(peer *p) {
  reserve(&p->input, &p->input_capacity, p->input_count + READ_SIZE);
  const ssize_t n =
      recv(p->descriptor, p->input + p->input_count, p->input_capacity - p->input_count, MSG_DONTWAIT);
  if (n == 0) fail("session %u: the router closed the connection", p->index);
  if (n < 0 && errno != EINTR && errno != EAGAIN) fail("session %u: receive: %s", p->index, strerror(errno));
  if (n > 0) p->input_count += (size_t)n;
  return n > 0;
}

// The frame that begins at `at`: its kind, and where its payload lies. False if more bytes are needed.
static bool next_frame(peer *p, size_t *at, uint8_t *kind, span *payload) {
  const uint8_t *start = p->input + *at;
  const size_t count = p->input_count - *at;
  size_t head = 4, size;
  if (p->is_raw) {
    if (count < head) return false;
    *kind = start[0] == RS_PING ? WS_PING : start[0] == RS_PONG ? WS_PONG : WS_BINARY;
    size = (size_t)start[1] << 16 | (size_t)start[2] << 8 | start[3];
  } else {
    ws_frame frame;
    const int status = ws_read_header(start, count, &frame);
    if (status == 0) return false;
    if (status < 0 || frame.masked || !frame.final) fail("session %u: not a whole frame", p->index);
    *kind = frame.opcode;
    head = frame.header;
    size = frame.payload;
  }
  if (count < head + size) return false;
  *payload = (span){start + head, size};
  *at += head + size;
  return true;
}

static void hand_on(peer *p, message_handler handle) {
  size_t at = 0;
  uint8_t kind;
  span payload;
  while (next_frame(p, &at, &kind, &payload)) {
    wamp_message m;
    switch (kind) {
      case WS_PING:
        queue_frame(p, p->is_raw ? RS_PONG : WS_PONG, payload.start, payload.count);
        peer_flush(p);
        break;
      case WS_PONG: break;
      case WS_BINARY:
        if (!wamp_read_message(p->serializer, payload, &m)) fail("session %u: an unknown message", p->index);
        if (m.code == WAMP_ERROR) fail("session %u: %.*s", p->index, (int)m.uri.count, (const char *)m.uri.start);
        handle(p, &m);
        break;
      default: fail("session %u: the router closes", p->index);
    }
  }
  memmove(p->input, p->input + at, p->input_count - at);
  p->input_count -= at;
}

void peer_read(peer *p, message_handler handle) {
  if (receive(p)) hand_on(p, handle);
  // An idle session shall cost this process no memory.
  if (p->input_count == 0 && p->input_capacity > 0 && p->expected == 0) {
    free(p->input);
    p->input = NULL;
    p->input_capacity = 0;
  }
}

static wamp_message answer;

static void keep_answer(peer *p, const wamp_message *m) {
  (void)p;
  answer = *m;
}

uint64_t peer_await(peer *p, unsigned code) {
  answer.code = 0;
  while (answer.code == 0) {
    await(p, POLLIN);
    if (receive(p)) hand_on(p, keep_answer);
  }
  if (answer.code != code) fail("session %u: a message of code %u, not %u", p->index, answer.code, code);
  return answer.number;
}

static void open_websocket(peer *p, const router_address *address) {
  char request[512];
  const int length = snprintf(request, sizeof request,
                              "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                              "Sec-WebSocket-Protocol: %s\r\n\r\n",
                              address->path, address->host, address->port, wamp_subprotocol(p->serializer));
  queue_bytes(p, request, (size_t)length);
  peer_flush(p);
  const uint8_t *end;
  do {
    await(p, POLLIN);
    receive(p);
    end = memmem(p->input, p->input_count, "\r\n\r\n", 4);
  } while (!end);
  const size_t head = (size_t)(end - p->input);
  if (memcmp(p->input, "HTTP/1.1 101", 12)) fail("the upgrade was refused: %.*s", (int)head, (char *)p->input);
  memmove(p->input, end + 4, p->input_count - head - 4);
  p->input_count -= head + 4;
}

static void open_rawsocket(peer *p) {
  const uint8_t request[4] = {RS_MAGIC, RS_LARGEST | (p->serializer == WAMP_CBOR ? 3 : 5), 0, 0};
  queue_bytes(p, request, sizeof request);
  peer_flush(p);
  while (p->input_count < 4) {
    await(p, POLLIN);
    receive(p);
  }
  if (p->input[0] != RS_MAGIC || (p->input[1] & 15) == 0) fail("RawSocket was refused");
  memmove(p->input, p->input + 4, p->input_count - 4);
  p->input_count -= 4;
}

void peer_open(peer *p, const router_address *address, unsigned index) {
  *p = (peer){.is_raw = address->is_raw, .serializer = address->serializer, .index = index};
  p->descriptor = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons((uint16_t)address->port)};
  inet_pton(AF_INET, address->host, &place.sin_addr);
  if (p->descriptor < 0 || connect(p->descriptor, (struct sockaddr *)&place, sizeof place) < 0)
    fail("session %u: connect: %s", index, strerror(errno));
  const int one = 1;
  setsockopt(p->descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (p->is_raw) open_rawsocket(p);
  else open_websocket(p, address);
  uint8_t hello[WAMP_MAX_FULL_HELLO];
  queue_frame(p, p->is_raw ? RS_MESSAGE : WS_BINARY, hello, wamp_write_full_hello(p->serializer, hello));
  peer_flush(p);
  peer_await(p, WAMP_WELCOME);
  free(p->output);
  free(p->input);
  p->input = p->output = NULL;
  p->input_capacity = p->output_capacity = 0;
}

void peer_close(peer *p) {
  close(p->descriptor);
  free(p->input);
  free(p->output);
}
