#include <strings.h>

#include "websocket.h"

static uint32_t rotate(uint32_t v, int by) { return v << by | v >> (32 - by); }

// One block of SHA-1 (FIPS 180-4, section 6.1.2).
static void sha1_block(uint32_t hash[5], const uint8_t block[64]) {
  uint32_t w[80];
  for (int t = 0; t < 16; t++) w[t] = load_be32(block + 4 * t);
  for (int t = 16; t < 80; t++) w[t] = rotate(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
  uint32_t a = hash[0], b = hash[1], c = hash[2], d = hash[3], e = hash[4];
  for (int t = 0; t < 80; t++) {
    uint32_t f, k;
    if (t < 20) {
      f = (b & c) | (~b & d);
      k = 0x5a827999;
    } else if (t < 40) {
      f = b ^ c ^ d;
      k = 0x6ed9eba1;
    } else if (t < 60) {
      f = (b & c) | (b & d) | (c & d);
      k = 0x8f1bbcdc;
    } else {
      f = b ^ c ^ d;
      k = 0xca62c1d6;
    }
    const uint32_t next = rotate(a, 5) + f + e + k + w[t];
    e = d;
    d = c;
    c = rotate(b, 30);
    b = a;
    a = next;
  }
  hash[0] += a, hash[1] += b, hash[2] += c, hash[3] += d, hash[4] += e;
}

// SHA-1 of at most 119 bytes, which is all a handshake needs: two blocks.
static void sha1_short(const uint8_t *p, size_t count, uint8_t digest[20]) {
  uint32_t hash[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  uint8_t blocks[128] = {0};
  const size_t total = count + 9 <= 64 ? 64 : 128;
  memcpy(blocks, p, count);
  blocks[count] = 0x80;
  store_be64(blocks + total - 8, (uint64_t)count * 8);
  for (size_t at = 0; at < total; at += 64) sha1_block(hash, blocks + at);
  for (int i = 0; i < 5; i++) store_be32(digest + 4 * i, hash[i]);
}

void ws_accept_value(span key, char accept[29]) {
  static const char guid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  uint8_t text[64 + sizeof guid], digest[21] = {0};
  const size_t length = key.count < 64 ? key.count : 64;
  memcpy(text, key.start, length);
  memcpy(text + length, guid, sizeof guid - 1);
  sha1_short(text, length + sizeof guid - 1, digest);
  for (int i = 0; i < 7; i++) {
    const uint32_t three = (uint32_t)digest[3 * i] << 16 | digest[3 * i + 1] << 8 | digest[3 * i + 2];
    for (int j = 0; j < 4; j++) accept[4 * i + j] = digits[three >> (18 - 6 * j) & 63];
  }
  // 20 bytes are 26 2/3 digits: the 28th place is padding.
  accept[27] = '=';
  accept[28] = 0;
}

span http_header(span head, const char *name) {
  const size_t length = strlen(name);
  const uint8_t *p = head.start, *end = head.start + head.count;
  while (p < end) {
    const uint8_t *line_end = memchr(p, '\r', (size_t)(end - p));
    if (!line_end) line_end = end;
    if ((size_t)(line_end - p) > length && p[length] == ':' && strncasecmp((const char *)p, name, length) == 0) {
      const uint8_t *value = p + length + 1;
      while (value < line_end && *value == ' ') value++;
      while (line_end > value && line_end[-1] == ' ') line_end--;
      return (span){value, (size_t)(line_end - value)};
    }
    p = line_end + 2;
  }
  return (span){NULL, 0};
}
