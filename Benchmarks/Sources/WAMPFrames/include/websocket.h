// WebSocket framing and the server's half of the opening handshake (RFC 6455).
#pragma once
#include "bytes.h"

enum { WS_CONTINUATION = 0, WS_BINARY = 2, WS_CLOSE = 8, WS_PING = 9, WS_PONG = 10 };
enum { WS_MAX_HEADER = 14 };

typedef struct {
  uint8_t opcode;
  bool final;
  bool masked;
  uint8_t mask[4];
  size_t header;   // bytes before the payload
  size_t payload;  // bytes of the payload
} ws_frame;

// Reads the header at the start of `count` bytes. 1: read, 0: more bytes needed, -1: not a frame this side accepts.
int ws_read_header(const uint8_t *p, size_t count, ws_frame *frame);

// Writes an unmasked header and returns its length.
size_t ws_write_header(uint8_t *p, uint8_t opcode, size_t payload);

// Writes a masked header and returns its length. The payload itself is masked with ws_apply_mask.
size_t ws_write_masked_header(uint8_t *p, uint8_t opcode, size_t payload, const uint8_t mask[4]);

// Masks or unmasks in place.
void ws_apply_mask(uint8_t *p, size_t count, const uint8_t mask[4]);

// Writes the base64 text of the SHA-1 of `key` and the protocol's GUID: 28 characters and a NUL.
void ws_accept_value(span key, char accept[29]);

// The value of a header in an HTTP head, without surrounding spaces; count 0 if it is not there.
span http_header(span head, const char *name);
