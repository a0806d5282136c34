#include "client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "random.h"

// What of a result is looked at: its head and the beginning of its record.
enum { LOOK_AT = 256 };

_Noreturn void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("load generator: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  exit(1);
}

static void send_all(client *c, const void *p, size_t count) {
  for (size_t sent = 0; sent < count;) {
    const ssize_t n = send(c->descriptor, (const uint8_t *)p + sent, count - sent, MSG_NOSIGNAL);
    if (n < 0 && errno != EINTR) fail("send: %s", strerror(errno));
    if (n > 0) sent += (size_t)n;
  }
}

static void receive_more(client *c) {
  if (c->input_start == c->input_end) {
    c->input_start = c->input_end = 0;
  } else if (c->input_start > 0) {
    memmove(c->input, c->input + c->input_start, c->input_end - c->input_start);
    c->input_end -= c->input_start;
    c->input_start = 0;
  }
  if (c->input_end == CLIENT_INPUT_SIZE) fail("what arrived fits in no buffer");
  const ssize_t n = recv(c->descriptor, c->input + c->input_end, CLIENT_INPUT_SIZE - c->input_end, 0);
  if (n == 0) fail("the server closed the connection");
  if (n < 0 && errno != EINTR) fail("receive: %s", strerror(errno));
  if (n > 0) c->input_end += (size_t)n;
}

static void queue_message(client *c, uint8_t *message, size_t count) {
  uint8_t mask[4];
  const uint32_t bits = (uint32_t)next_random(&c->mask_state);
  memcpy(mask, &bits, 4);
  uint8_t *p = c->output + c->output_count;
  const size_t header = ws_write_masked_header(p, WS_BINARY, count, mask);
  memcpy(p + header, message, count);
  ws_apply_mask(p + header, count, mask);
  c->output_count += header + count;
}

static void upgrade(client *c, int port) {
  // The key of RFC 6455, section 1.3, and its answer.
  static const char accept[] = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
  char request[512];
  const int length = snprintf(request, sizeof request,
                              "GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                              "Sec-WebSocket-Protocol: %s\r\n\r\n",
                              port, wamp_subprotocol(c->serializer));
  send_all(c, request, (size_t)length);
  const uint8_t *end;
  do {
    receive_more(c);
    end = memmem(c->input, c->input_end, "\r\n\r\n", 4);
  } while (!end);
  const span head = {c->input, (size_t)(end - c->input)};
  const span found = http_header(head, "Sec-WebSocket-Accept");
  if (memcmp(head.start, "HTTP/1.1 101", 12) != 0 || found.count != strlen(accept) ||
      memcmp(found.start, accept, found.count) != 0)
    fail("the upgrade was refused: %.*s", (int)head.count, (const char *)head.start);
  c->input_start = head.count + 4;
}

client *client_open(int port, wamp_serializer serializer) {
  client *c = calloc(1, sizeof *c);
  if (!c) fail("no memory");
  c->serializer = serializer;
  c->mask_state = (uint64_t)port;
  c->descriptor = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(c->descriptor, (struct sockaddr *)&address, sizeof address) < 0)
    fail("connect to port %d: %s", port, strerror(errno));
  const int one = 1;
  // A server that stopped answering is an error, not a hang.
  const struct timeval patience = {.tv_sec = 10};
  setsockopt(c->descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  setsockopt(c->descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  upgrade(c, port);

  uint8_t hello[WAMP_MAX_HELLO], welcome[8192];
  queue_message(c, hello, wamp_write_hello(serializer, hello));
  client_flush(c);
  const size_t count = client_read_frame(c, welcome, sizeof welcome);
  ws_frame frame;
  ws_read_header(welcome, count, &frame);
  const unsigned code = wamp_code(serializer, (span){welcome + frame.header, frame.payload});
  if (code != WAMP_WELCOME) fail("the answer to HELLO is a message of code %u", code);
  return c;
}

void client_close(client *c) {
  close(c->descriptor);
  free(c);
}

void client_call(client *c, uint64_t id) {
  uint8_t call[WAMP_MAX_CALL];
  const uint64_t request = ++c->last_request;
  c->asked[request % MAX_IN_FLIGHT] = id;
  queue_message(c, call, wamp_write_call(c->serializer, call, request, id));
}

void client_flush(client *c) {
  send_all(c, c->output, c->output_count);
  c->output_count = 0;
}

static void check_result(client *c, span first, size_t message, size_t record_size) {
  wamp_result result;
  if (!wamp_read_result(c->serializer, first, message, &result))
    fail("not a RESULT, but a message of code %u", wamp_code(c->serializer, first));
  uint64_t *asked = &c->asked[result.request % MAX_IN_FLIGHT];
  if (*asked == 0 || result.request > c->last_request || c->last_request - result.request >= MAX_IN_FLIGHT)
    fail("a result for request %llu, which is not in flight", (unsigned long long)result.request);
  // A body is a little smaller than its record.
  const size_t least = c->serializer == WAMP_PLAIN && record_size > 64 ? record_size - 64 : record_size;
  if (result.id != *asked || result.record < least || result.record > record_size)
    fail("asked for record %llu of %zu bytes, got %llu of %zu bytes", (unsigned long long)*asked, record_size,
         (unsigned long long)result.id, result.record);
  *asked = 0;
}

unsigned client_receive(client *c, size_t record_size) {
  unsigned complete = 0;
  receive_more(c);
  for (;;) {
    size_t count = c->input_end - c->input_start;
    if (c->skip > 0) {
      const size_t skipped = c->skip < count ? c->skip : count;
      c->skip -= skipped;
      c->input_start += skipped;
      if (c->skip > 0) return complete;
      complete++;
      count -= skipped;
    }
    const uint8_t *start = c->input + c->input_start;
    ws_frame frame;
    const int status = ws_read_header(start, count, &frame);
    if (status < 0 || (status > 0 && (frame.masked || frame.opcode != WS_BINARY || !frame.final)))
      fail("not a whole binary message");
    const size_t look_at = status > 0 && frame.payload < LOOK_AT ? frame.payload : LOOK_AT;
    if (status == 0 || count < frame.header + look_at) return complete;
    check_result(c, (span){start + frame.header, look_at}, frame.payload, record_size);
    c->input_start += frame.header;
    c->skip = frame.payload;
  }
}

size_t client_read_frame(client *c, uint8_t *bytes, size_t capacity) {
  ws_frame frame;
  int status;
  while ((status = ws_read_header(c->input + c->input_start, c->input_end - c->input_start, &frame)) == 0) receive_more(c);
  if (status < 0 || frame.masked) fail("not a frame");
  const size_t total = frame.header + frame.payload;
  if (total > capacity) fail("a frame of %zu bytes", total);
  for (size_t filled = 0;;) {
    const size_t count = c->input_end - c->input_start;
    const size_t taken = count < total - filled ? count : total - filled;
    memcpy(bytes + filled, c->input + c->input_start, taken);
    c->input_start += taken;
    filled += taken;
    if (filled == total) return total;
    receive_more(c);
  }
}
