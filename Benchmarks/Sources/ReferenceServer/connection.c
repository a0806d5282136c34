#include "connection.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

connection *connection_new(int descriptor, const records *db) {
  connection *c = calloc(1, sizeof *c);
  if (!c) return NULL;
  c->descriptor = descriptor;
  c->db = db;
  c->reader = records_idle_reader(db);
  return c;
}

void connection_free(connection *c) {
  mdb_txn_abort(c->reader);
  close(c->descriptor);
  free(c);
}

static void append(connection *c, const void *start, size_t count) {
  c->pieces[c->piece_count++] = (struct iovec){(void *)start, count};
}

static void append_message(connection *c, uint8_t opcode, const void *payload, size_t count) {
  uint8_t *head = c->heads[c->head_count++];
  const size_t header = ws_write_header(head, opcode, count);
  memcpy(head + header, payload, count);
  append(c, head, header + count);
}

static bool append_result(connection *c, span message) {
  wamp_call call;
  if (!wamp_read_call(c->serializer, message, &call) || call.procedure.count != strlen(WAMP_PROCEDURE) ||
      memcmp(call.procedure.start, WAMP_PROCEDURE, call.procedure.count) != 0)
    return false;
  const span record = records_get(c->db, c->reader, call.id);
  if (record.count == 0) return false;

  uint8_t result[WAMP_MAX_RESULT_HEAD];
  const size_t result_head = wamp_write_result_head(c->serializer, result, call.request, record.count);
  uint8_t *head = c->heads[c->head_count++];
  const size_t header = ws_write_header(head, WS_BINARY, result_head + record.count);
  memcpy(head + header, result, result_head);
  append(c, head, header + result_head);
  append(c, record.start, record.count);
  return true;
}

static bool append_answer(connection *c, const ws_frame *frame, span message) {
  switch (frame->opcode) {
    case WS_PING: append_message(c, WS_PONG, message.start, message.count); return true;
    case WS_PONG: return true;
    case WS_BINARY: break;
    default: return false;
  }
  if (!frame->final) return false;
  switch (wamp_code(c->serializer, message)) {
    case WAMP_CALL: return append_result(c, message);
    case WAMP_HELLO: {
      uint8_t welcome[WAMP_MAX_WELCOME];
      append_message(c, WS_BINARY, welcome, wamp_write_welcome(c->serializer, welcome, 1));
      return true;
    }
    default: return false;
  }
}

static send_status send_pieces(connection *c) {
  while (c->first_piece < c->piece_count) {
    struct msghdr message = {.msg_iov = c->pieces + c->first_piece, .msg_iovlen = (size_t)(c->piece_count - c->first_piece)};
    const ssize_t sent = sendmsg(c->descriptor, &message, MSG_NOSIGNAL);
    if (sent < 0) {
      if (errno == EINTR) continue;
      return errno == EAGAIN ? BLOCKED : FAILED;
    }
    size_t left = (size_t)sent;
    while (left > 0) {
      struct iovec *piece = &c->pieces[c->first_piece];
      if (left < piece->iov_len) {
        piece->iov_base = (uint8_t *)piece->iov_base + left;
        piece->iov_len -= left;
        break;
      }
      left -= piece->iov_len;
      c->first_piece++;
    }
  }
  c->head_count = c->piece_count = c->first_piece = 0;
  if (c->reading) mdb_txn_reset(c->reader);
  c->reading = false;
  return SENT;
}

// Answers the opening handshake. 1: done, 0: more bytes needed, -1: not one that this server accepts.
static int upgrade(connection *c) {
  const uint8_t *start = c->input + c->input_start;
  const size_t count = c->input_end - c->input_start;
  const uint8_t *end = memmem(start, count, "\r\n\r\n", 4);
  if (!end) return count == INPUT_SIZE ? -1 : 0;
  const span head = {start, (size_t)(end - start)};
  const span key = http_header(head, "Sec-WebSocket-Key");
  if (key.count == 0 || !wamp_choose(http_header(head, "Sec-WebSocket-Protocol"), &c->serializer)) return -1;

  char accept[29], *answer = (char *)c->heads[c->head_count];
  ws_accept_value(key, accept);
  // A response is longer than one head, and nothing else is to be sent yet.
  const int length = snprintf(answer, sizeof c->heads,
                              "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                              "Sec-WebSocket-Accept: %s\r\nSec-WebSocket-Protocol: %s\r\n\r\n",
                              accept, wamp_subprotocol(c->serializer));
  c->head_count = 1 + length / MAX_HEAD;
  append(c, answer, (size_t)length);
  c->input_start += head.count + 4;
  c->upgraded = true;
  return 1;
}

// Answers what is complete, one batch of calls in one snapshot and one sendmsg.
static send_status answer(connection *c) {
  if (!c->upgraded) {
    const int status = upgrade(c);
    if (status <= 0) return status == 0 ? SENT : FAILED;
  }
  for (;;) {
    bool complete = true;
    while (c->head_count < MAX_BATCH) {
      ws_frame frame;
      uint8_t *start = c->input + c->input_start;
      const size_t count = c->input_end - c->input_start;
      const int status = ws_read_header(start, count, &frame);
      if (status < 0 || (status > 0 && (!frame.masked || frame.payload > INPUT_SIZE - WS_MAX_HEADER))) return FAILED;
      complete = status > 0 && frame.payload <= count - frame.header;
      if (!complete) break;
      ws_apply_mask(start + frame.header, frame.payload, frame.mask);
      if (!c->reading) {
        if (mdb_txn_renew(c->reader) != 0) return FAILED;
        c->reading = true;
      }
      if (!append_answer(c, &frame, (span){start + frame.header, frame.payload})) return FAILED;
      c->input_start += frame.header + frame.payload;
    }
    const send_status status = send_pieces(c);
    if (status != SENT || !complete) return status;
  }
}

send_status connection_readable(connection *c) {
  if (c->input_start == c->input_end) {
    c->input_start = c->input_end = 0;
  } else if (c->input_start > 0) {
    memmove(c->input, c->input + c->input_start, c->input_end - c->input_start);
    c->input_end -= c->input_start;
    c->input_start = 0;
  }
  const ssize_t received = recv(c->descriptor, c->input + c->input_end, INPUT_SIZE - c->input_end, 0);
  if (received == 0) return FAILED;
  if (received < 0) return errno == EAGAIN || errno == EINTR ? SENT : FAILED;
  c->input_end += (size_t)received;
  return answer(c);
}

send_status connection_writable(connection *c) {
  const send_status status = send_pieces(c);
  return status == SENT ? answer(c) : status;
}
