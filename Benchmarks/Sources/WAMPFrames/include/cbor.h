// What of CBOR (RFC 8949) the WAMP messages of these programs need, every access checked.
#pragma once
#include "bytes.h"

enum { CBOR_UINT = 0, CBOR_NEGATIVE = 1, CBOR_BYTES = 2, CBOR_TEXT = 3, CBOR_ARRAY = 4, CBOR_MAP = 5, CBOR_TAG = 6, CBOR_SIMPLE = 7 };
enum { CBOR_MAX_HEAD = 9, CBOR_MAX_DEPTH = 16 };

// Reads one head of definite length and advances `s` past it.
static inline bool cbor_head(span *s, int *major, uint64_t *argument) {
  if (s->count < 1) return false;
  *major = s->start[0] >> 5;
  const unsigned info = s->start[0] & 31;
  const size_t more = info < 24 ? 0 : info < 28 ? (size_t)1 << (info - 24) : SIZE_MAX;
  if (more >= s->count) return false;
  switch (more) {
    case 0: *argument = info; break;
    case 1: *argument = s->start[1]; break;
    case 2: *argument = load_be16(s->start + 1); break;
    case 4: *argument = load_be32(s->start + 1); break;
    default: *argument = load_be64(s->start + 1);
  }
  s->start += 1 + more;
  s->count -= 1 + more;
  return true;
}

static inline bool cbor_expect(span *s, int wanted, uint64_t *argument) {
  int major;
  return cbor_head(s, &major, argument) && major == wanted;
}

// A byte or text string: `bytes` is set to its content.
static inline bool cbor_string(span *s, int wanted, span *bytes) {
  uint64_t count;
  if (!cbor_expect(s, wanted, &count) || count > s->count) return false;
  *bytes = (span){s->start, count};
  s->start += count;
  s->count -= count;
  return true;
}

// Skips one item with all it contains.
static inline bool cbor_skip(span *s, int depth) {
  int major;
  uint64_t argument;
  if (depth > CBOR_MAX_DEPTH || !cbor_head(s, &major, &argument)) return false;
  switch (major) {
    case CBOR_BYTES:
    case CBOR_TEXT:
      if (argument > s->count) return false;
      s->start += argument;
      s->count -= argument;
      return true;
    case CBOR_ARRAY:
    case CBOR_MAP:
      if (argument > s->count) return false;
      for (uint64_t i = 0; i < argument << (major == CBOR_MAP); i++)
        if (!cbor_skip(s, depth + 1)) return false;
      return true;
    case CBOR_TAG: return cbor_skip(s, depth + 1);
    default: return true;
  }
}

// Writes the shortest head and returns its length.
static inline size_t cbor_write_head(uint8_t *p, int major, uint64_t argument) {
  const uint8_t type = (uint8_t)(major << 5);
  if (argument < 24) {
    p[0] = type | (uint8_t)argument;
    return 1;
  }
  if (argument < 256) {
    p[0] = type | 24;
    p[1] = (uint8_t)argument;
    return 2;
  }
  if (argument < 65536) {
    p[0] = type | 25;
    store_be16(p + 1, (uint16_t)argument);
    return 3;
  }
  if (argument >> 32 == 0) {
    p[0] = type | 26;
    store_be32(p + 1, (uint32_t)argument);
    return 5;
  }
  p[0] = type | 27;
  store_be64(p + 1, argument);
  return 9;
}
