#include "websocket.h"

int ws_read_header(const uint8_t *p, size_t count, ws_frame *frame) {
  if (count < 2) return 0;
  if (p[0] & 0x70) return -1;
  frame->final = p[0] & 0x80;
  frame->opcode = p[0] & 0x0f;
  frame->masked = p[1] & 0x80;
  size_t header = 2;
  uint64_t payload = p[1] & 0x7f;
  if (payload == 126) {
    header = 4;
    if (count < header) return 0;
    payload = load_be16(p + 2);
    if (payload < 126) return -1;
  } else if (payload == 127) {
    header = 10;
    if (count < header) return 0;
    payload = load_be64(p + 2);
    if (payload < 65536 || payload >> 63) return -1;
  }
  if (frame->opcode >= WS_CLOSE && (payload > 125 || !frame->final)) return -1;
  if (frame->masked) {
    if (count < header + 4) return 0;
    memcpy(frame->mask, p + header, 4);
    header += 4;
  }
  frame->header = header;
  frame->payload = payload;
  return 1;
}

size_t ws_write_header(uint8_t *p, uint8_t opcode, size_t payload) {
  p[0] = 0x80 | opcode;
  if (payload < 126) {
    p[1] = (uint8_t)payload;
    return 2;
  }
  if (payload < 65536) {
    p[1] = 126;
    store_be16(p + 2, (uint16_t)payload);
    return 4;
  }
  p[1] = 127;
  store_be64(p + 2, payload);
  return 10;
}

size_t ws_write_masked_header(uint8_t *p, uint8_t opcode, size_t payload, const uint8_t mask[4]) {
  size_t header = ws_write_header(p, opcode, payload);
  p[1] |= 0x80;
  memcpy(p + header, mask, 4);
  return header + 4;
}

void ws_apply_mask(uint8_t *p, size_t count, const uint8_t mask[4]) {
  uint32_t four;
  memcpy(&four, mask, 4);
  const uint64_t eight = (uint64_t)four << 32 | four;
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    uint64_t word;
    memcpy(&word, p + i, 8);
    word ^= eight;
    memcpy(p + i, &word, 8);
  }
  for (; i < count; i++) p[i] ^= mask[i & 3];
}
