#include "routing.h"

#include "cbor.h"
#include "flatbuffers.h"

// Fields by their ids in the WAMP FlatBuffers schema.
enum { REQUEST = 1, NUMBER = 2, URI = 2, ERROR_REQUEST = 2, ERROR_URI = 3, PUBLISH_ACKNOWLEDGE = 10 };

static bool has_uri(unsigned code) { return code != WAMP_YIELD; }

static bool has_args(unsigned code) { return code == WAMP_PUBLISH || code == WAMP_CALL || code == WAMP_YIELD; }

// Where the arguments are in the table of a message; 0 where it has none.
static unsigned args_field(unsigned code) {
  switch (code) {
    case WAMP_RESULT:
    case WAMP_YIELD: return 2;
    case WAMP_CALL:
    case WAMP_PUBLISH:
    case WAMP_EVENT:
    case WAMP_INVOCATION: return 3;
    default: return 0;
  }
}

static size_t write_text(uint8_t *p, const char *text) {
  const size_t n = cbor_write_head(p, CBOR_TEXT, strlen(text));
  memcpy(p + n, text, strlen(text));
  return n + strlen(text);
}

static size_t write_cbor(uint8_t *p, const wamp_message *m) {
  size_t n = 0;
  n += cbor_write_head(p + n, CBOR_ARRAY, 3u + has_uri(m->code) + has_args(m->code));
  n += cbor_write_head(p + n, CBOR_UINT, m->code);
  n += cbor_write_head(p + n, CBOR_UINT, m->request);
  n += cbor_write_head(p + n, CBOR_MAP, m->acknowledge);
  if (m->acknowledge) {
    n += write_text(p + n, "acknowledge");
    p[n++] = 0xf5;
  }
  if (has_uri(m->code)) {
    n += cbor_write_head(p + n, CBOR_TEXT, m->uri.count);
    memcpy(p + n, m->uri.start, m->uri.count);
    n += m->uri.count;
  }
  if (has_args(m->code)) {
    memcpy(p + n, m->args.start, m->args.count);
    n += m->args.count;
  }
  return n;
}

// A vector of bytes, with a NUL behind text, at a multiple of four; `offset` is where its place is said.
static size_t write_vector(uint8_t *p, size_t n, size_t offset, span bytes, bool is_text) {
  while (n % 4) p[n++] = 0;
  store_le32(p + offset, (uint32_t)(n - offset));
  store_le32(p + n, (uint32_t)bytes.count);
  memcpy(p + n + 4, bytes.start, bytes.count);
  n += 4 + bytes.count;
  if (is_text) p[n++] = 0;
  return n;
}

static size_t write_flatbuffers(uint8_t *p, const wamp_message *m) {
  static const uint8_t head[24] = {
      12, 0, 0, 0,                         // 0: root
      8, 0, 12, 0, 8, 0, 4, 0,             // 4: vtable of Message
      8, 0, 0, 0, 40, 0, 0, 0, 0, 0, 0, 0  // 12: Message: body, tag
  };
  // The vtable reaches up to `acknowledge`. In the table: URI at 4, request at 8, arguments at 16, `acknowledge` at 20.
  enum { VTABLE = 24, TABLE = 56, TABLE_SIZE = 24 };
  memset(p, 0, TABLE + TABLE_SIZE);
  memcpy(p, head, sizeof head);
  p[20] = (uint8_t)m->code;
  const uint8_t slots = PUBLISH_ACKNOWLEDGE + 1;
  p[VTABLE] = 4 + 2 * slots;
  p[VTABLE + 2] = TABLE_SIZE;
  p[VTABLE + 4 + 2 * REQUEST] = 8;
  if (has_uri(m->code)) p[VTABLE + 4 + 2 * URI] = 4;
  if (has_args(m->code)) p[VTABLE + 4 + 2 * args_field(m->code)] = 16;
  if (m->acknowledge) p[VTABLE + 4 + 2 * PUBLISH_ACKNOWLEDGE] = 20;
  store_le32(p + TABLE, TABLE - VTABLE);
  store_le64(p + TABLE + 8, m->request);
  p[TABLE + 20] = m->acknowledge;
  size_t n = TABLE + TABLE_SIZE;
  if (has_uri(m->code)) n = write_vector(p, n, TABLE + 4, m->uri, true);
  if (has_args(m->code)) n = write_vector(p, n, TABLE + 16, m->args, false);
  return n;
}

size_t wamp_write_message(wamp_serializer serializer, uint8_t *p, const wamp_message *m) {
  return serializer == WAMP_FLATBUFFERS ? write_flatbuffers(p, m) : write_cbor(p, m);
}

static bool read_flatbuffers(span bytes, wamp_message *m) {
  fb_table root, body;
  if (!fb_root(bytes, &root) || !fb_subtable(&root, 1, &body)) return false;
  m->code = fb_u8(&root, 0);
  if (m->code == WAMP_ERROR) {
    m->request = fb_u64(&body, ERROR_REQUEST);
    return fb_bytes(&body, ERROR_URI, &m->uri);
  }
  m->request = fb_u64(&body, REQUEST);
  m->number = fb_u64(&body, NUMBER);
  const unsigned args = args_field(m->code);
  if (args) fb_bytes(&body, args, &m->args);
  return true;
}

static bool read_cbor(span bytes, wamp_message *m) {
  uint64_t elements, code;
  if (!cbor_expect(&bytes, CBOR_ARRAY, &elements) || !cbor_expect(&bytes, CBOR_UINT, &code)) return false;
  m->code = (unsigned)code;
  switch (m->code) {
    case WAMP_WELCOME: return true;
    case WAMP_ERROR:
      return cbor_skip(&bytes, 0) && cbor_expect(&bytes, CBOR_UINT, &m->request) && cbor_skip(&bytes, 0) &&
             cbor_string(&bytes, CBOR_TEXT, &m->uri);
    case WAMP_RESULT:
      if (!cbor_expect(&bytes, CBOR_UINT, &m->request)) return false;
      break;
    case WAMP_EVENT:
    case WAMP_INVOCATION:
      if (!cbor_expect(&bytes, CBOR_UINT, &m->request) || !cbor_expect(&bytes, CBOR_UINT, &m->number)) return false;
      break;
    case WAMP_SUBSCRIBED:
    case WAMP_REGISTERED:
    case WAMP_PUBLISHED:
      return cbor_expect(&bytes, CBOR_UINT, &m->request) && cbor_expect(&bytes, CBOR_UINT, &m->number);
    default: return false;
  }
  // Behind the details; keyword arguments are not asked for.
  if (!cbor_skip(&bytes, 0)) return false;
  m->args = bytes;
  return true;
}

bool wamp_read_message(wamp_serializer serializer, span bytes, wamp_message *m) {
  *m = (wamp_message){0};
  return serializer == WAMP_FLATBUFFERS ? read_flatbuffers(bytes, m) : read_cbor(bytes, m);
}

size_t wamp_write_full_hello(wamp_serializer serializer, uint8_t *p) {
  if (serializer == WAMP_FLATBUFFERS) return wamp_write_hello(serializer, p);
  static const char *const roles[4][10] = {
      {"caller", "call_canceling", "caller_identification", "payload_encryption_cryptobox", "payload_transparency",
       "progressive_call_results"},
      {"callee", "call_canceling", "caller_identification", "pattern_based_registration",
       "payload_encryption_cryptobox", "payload_transparency", "progressive_call_results", "registration_revocation",
       "shared_registration"},
      {"publisher", "payload_encryption_cryptobox", "payload_transparency", "publisher_exclusion",
       "publisher_identification", "subscriber_blackwhite_listing", "x_acknowledged_event_delivery"},
      {"subscriber", "pattern_based_subscription", "payload_encryption_cryptobox", "payload_transparency",
       "publisher_identification", "subscription_revocation"},
  };
  size_t n = 0;
  n += cbor_write_head(p + n, CBOR_ARRAY, 3);
  n += cbor_write_head(p + n, CBOR_UINT, WAMP_HELLO);
  n += write_text(p + n, WAMP_REALM);
  n += cbor_write_head(p + n, CBOR_MAP, 1);
  n += write_text(p + n, "roles");
  n += cbor_write_head(p + n, CBOR_MAP, 4);
  for (unsigned role = 0; role < 4; role++) {
    unsigned features = 0;
    while (roles[role][1 + features]) features++;
    n += write_text(p + n, roles[role][0]);
    n += cbor_write_head(p + n, CBOR_MAP, 1);
    n += write_text(p + n, "features");
    n += cbor_write_head(p + n, CBOR_MAP, features);
    for (unsigned i = 0; i < features; i++) {
      n += write_text(p + n, roles[role][1 + i]);
      p[n++] = 0xf5;
    }
  }
  return n;
}
