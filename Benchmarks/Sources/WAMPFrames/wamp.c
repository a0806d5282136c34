#include "wamp.h"

#include "cbor.h"
#include "flatbuffers.h"

const char *wamp_subprotocol(wamp_serializer serializer) {
  return serializer == WAMP_FLATBUFFERS ? "wamp.2.flatbuffers" : "wamp.2.cbor";
}

bool wamp_choose(span offered, wamp_serializer *serializer) {
  const uint8_t *p = offered.start, *end = offered.start + offered.count;
  while (p < end) {
    const uint8_t *comma = memchr(p, ',', (size_t)(end - p));
    const uint8_t *stop = comma ? comma : end;
    while (p < stop && *p == ' ') p++;
    for (wamp_serializer s = WAMP_FLATBUFFERS; s <= WAMP_CBOR; s++) {
      const char *name = wamp_subprotocol(s);
      if ((size_t)(stop - p) == strlen(name) && memcmp(p, name, strlen(name)) == 0) {
        *serializer = s;
        return true;
      }
    }
    p = stop + 1;
  }
  return false;
}

// The fields used, by their ids in the WAMP FlatBuffers schema.
enum { MESSAGE_TAG = 0, MESSAGE_BODY = 1 };
enum { CALL_REQUEST = 1, CALL_PROCEDURE = 2, CALL_PAYLOAD = 5 };
enum { RESULT_REQUEST = 1, RESULT_PAYLOAD = 4 };
enum { RECORD_ID = 0 };

static bool record_id(span record, uint64_t *id) {
  fb_table table;
  if (!fb_root(record, &table)) return false;
  *id = fb_u64(&table, RECORD_ID);
  return true;
}

// The table inside a message of this code.
static bool flatbuffers_body(span message, unsigned code, fb_table *body) {
  fb_table root;
  return fb_root(message, &root) && fb_u8(&root, MESSAGE_TAG) == code && fb_subtable(&root, MESSAGE_BODY, body);
}

// The message's array: consumes its head and code and returns the number of elements left.
static bool cbor_body(span *message, unsigned code, uint64_t *elements) {
  uint64_t found;
  if (!cbor_expect(message, CBOR_ARRAY, elements) || !cbor_expect(message, CBOR_UINT, &found) || found != code)
    return false;
  *elements -= 1;
  return true;
}

unsigned wamp_code(wamp_serializer serializer, span message) {
  if (serializer == WAMP_FLATBUFFERS) {
    fb_table root;
    return fb_root(message, &root) ? fb_u8(&root, MESSAGE_TAG) : 0;
  }
  uint64_t elements, code;
  return cbor_expect(&message, CBOR_ARRAY, &elements) && cbor_expect(&message, CBOR_UINT, &code) ? (unsigned)code : 0;
}

// Server

bool wamp_read_call(wamp_serializer serializer, span message, wamp_call *call) {
  if (serializer == WAMP_FLATBUFFERS) {
    fb_table body;
    span payload;
    if (!flatbuffers_body(message, WAMP_CALL, &body)) return false;
    call->request = fb_u64(&body, CALL_REQUEST);
    return fb_bytes(&body, CALL_PROCEDURE, &call->procedure) && fb_bytes(&body, CALL_PAYLOAD, &payload) &&
           record_id(payload, &call->id);
  }
  uint64_t elements, arguments;
  span key;
  return cbor_body(&message, WAMP_CALL, &elements) && elements == 4 &&
         cbor_expect(&message, CBOR_UINT, &call->request) && cbor_skip(&message, 0) &&
         cbor_string(&message, CBOR_TEXT, &call->procedure) && cbor_expect(&message, CBOR_ARRAY, &arguments) &&
         arguments == 1 && cbor_string(&message, CBOR_BYTES, &key) && record_id(key, &call->id);
}

size_t wamp_write_welcome(wamp_serializer serializer, uint8_t *p, uint64_t session) {
  if (serializer == WAMP_FLATBUFFERS) {
    static const uint8_t template[] = {
        12, 0, 0, 0,                                       // 0: root
        8, 0, 12, 0, 8, 0, 4, 0,                           // 4: vtable of Message
        8, 0, 0, 0, 24, 0, 0, 0, 2, 0, 0, 0,               // 12: Message: body, tag
        10, 0, 16, 0, 8, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0,  // 24: vtable of Welcome
        16, 0, 0, 0, 12, 0, 0, 0,                          // 40: Welcome: realm
        0, 0, 0, 0, 0, 0, 0, 0,                            // 48: session
        6, 0, 0, 0, 'r', 'e', 'a', 'l', 'm', '1', 0, 0,    // 56
    };
    memcpy(p, template, sizeof template);
    store_le64(p + 48, session);
    return sizeof template;
  }
  size_t n = 0;
  n += cbor_write_head(p + n, CBOR_ARRAY, 3);
  n += cbor_write_head(p + n, CBOR_UINT, WAMP_WELCOME);
  n += cbor_write_head(p + n, CBOR_UINT, session);
  static const char details[] = "\xa1\x65roles\xa1\x66" "dealer\xa0";
  memcpy(p + n, details, sizeof details - 1);
  return n + sizeof details - 1;
}

size_t wamp_write_result_head(wamp_serializer serializer, uint8_t *p, uint64_t request, size_t record) {
  if (serializer == WAMP_FLATBUFFERS) {
    static const uint8_t template[72] = {
        12, 0, 0, 0,                                                // 0: root
        8, 0, 14, 0, 7, 0, 8, 0,                                    // 4: vtable of Message
        8, 0, 0, 0, 0, 0, 0, 50, 24, 0, 0, 0,                       // 12: Message: tag, body
        0, 0,                                                       // 24
        18, 0, 24, 0, 0, 0, 12, 0, 0, 0, 0, 0, 8, 0, 7, 0, 6, 0,    // 26: vtable of Result
        18, 0, 0, 0, 0, 0, 6, 4, 16, 0, 0, 0,                       // 44: Result: ppt_serializer, ppt_scheme, payload
        0, 0, 0, 0, 0, 0, 0, 0,                                     // 56: request
        0, 0, 0, 0, 0, 0, 0, 0,                                     // 64, 68: length of the payload
    };
    memcpy(p, template, sizeof template);
    store_le64(p + 56, request);
    store_le32(p + 68, (uint32_t)record);
    return sizeof template;
  }
  size_t n = 0;
  n += cbor_write_head(p + n, CBOR_ARRAY, 4);
  n += cbor_write_head(p + n, CBOR_UINT, WAMP_RESULT);
  n += cbor_write_head(p + n, CBOR_UINT, request);
  n += cbor_write_head(p + n, CBOR_MAP, 0);
  n += cbor_write_head(p + n, CBOR_ARRAY, 1);
  return n + cbor_write_head(p + n, CBOR_BYTES, record);
}

// Client

size_t wamp_write_hello(wamp_serializer serializer, uint8_t *p) {
  if (serializer == WAMP_FLATBUFFERS) {
    static const uint8_t template[] = {
        12, 0, 0, 0,                                       // 0: root
        8, 0, 12, 0, 8, 0, 4, 0,                           // 4: vtable of Message
        8, 0, 0, 0, 20, 0, 0, 0, 1, 0, 0, 0,               // 12: Message: body, tag
        10, 0, 12, 0, 0, 0, 4, 0, 8, 0, 0, 0,              // 24: vtable of Hello
        12, 0, 0, 0, 20, 0, 0, 0, 48, 0, 0, 0,             // 36: Hello: roles, realm
        10, 0, 8, 0, 0, 0, 0, 0, 4, 0, 0, 0,               // 48: vtable of ClientRoles
        12, 0, 0, 0, 20, 0, 0, 0,                          // 60: ClientRoles: caller
        14, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0,   // 68: vtable of CallerFeatures
        16, 0, 0, 0, 1, 0, 0, 0,                           // 84: CallerFeatures: payload_transparency
        6, 0, 0, 0, 'r', 'e', 'a', 'l', 'm', '1', 0, 0,    // 92
    };
    memcpy(p, template, sizeof template);
    return sizeof template;
  }
  static const char hello[] = "\x83\x01\x66" WAMP_REALM "\xa1\x65roles\xa1\x66" "caller\xa0";
  memcpy(p, hello, sizeof hello - 1);
  return sizeof hello - 1;
}

// A record with the one field `id`.
static const uint8_t record_key[24] = {
    12, 0, 0, 0, 0, 0,        // 0: root
    6, 0, 12, 0, 4, 0,        // 6: vtable
    6, 0, 0, 0,               // 12: table
};

size_t wamp_write_call(wamp_serializer serializer, uint8_t *p, uint64_t request, uint64_t id) {
  if (serializer == WAMP_FLATBUFFERS) {
    static const uint8_t template[104] = {
        12, 0, 0, 0,                                                         // 0: root
        8, 0, 12, 0, 8, 0, 4, 0,                                             // 4: vtable of Message
        8, 0, 0, 0, 28, 0, 0, 0, 48, 0, 0, 0,                                // 12: Message: body, tag
        20, 0, 24, 0, 0, 0, 4, 0, 12, 0, 0, 0, 0, 0, 16, 0, 20, 0, 21, 0,    // 24: vtable of Call
        20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,                                 // 44: Call: request
        12, 0, 0, 0, 40, 0, 0, 0, 4, 6, 0, 0,                                // 56: procedure, payload, ppt_*
        23, 0, 0, 0, 'c', 'o', 'm', '.', 'e', 'x', 'a', 'm', 'p', 'l', 'e',  // 68
        '.', 'r', 'e', 'c', 'o', 'r', 'd', 's', '.', 'g', 'e', 't', 0,       //
        0, 0, 0, 0, 24, 0, 0, 0,                                             // 96: length of the payload
    };
    memcpy(p, template, sizeof template);
    memcpy(p + sizeof template, record_key, sizeof record_key);
    store_le64(p + 48, request);
    store_le64(p + sizeof template + 16, id);
    return sizeof template + sizeof record_key;
  }
  static const char procedure[] = "\xa0\x77" WAMP_PROCEDURE "\x81";
  size_t n = 0;
  n += cbor_write_head(p + n, CBOR_ARRAY, 5);
  n += cbor_write_head(p + n, CBOR_UINT, WAMP_CALL);
  n += cbor_write_head(p + n, CBOR_UINT, request);
  memcpy(p + n, procedure, sizeof procedure - 1);
  n += sizeof procedure - 1;
  if (serializer == WAMP_PLAIN) return n + cbor_write_head(p + n, CBOR_UINT, id);
  n += cbor_write_head(p + n, CBOR_BYTES, sizeof record_key);
  memcpy(p + n, record_key, sizeof record_key);
  store_le64(p + n + 16, id);
  return n + sizeof record_key;
}

bool wamp_read_result(wamp_serializer serializer, span first, size_t message, wamp_result *result) {
  size_t start;
  if (serializer == WAMP_FLATBUFFERS) {
    fb_table body;
    if (!flatbuffers_body(first, WAMP_RESULT, &body)) return false;
    result->request = fb_u64(&body, RESULT_REQUEST);
    if (!fb_vector(&body, RESULT_PAYLOAD, &start, &result->record)) return false;
  } else {
    span rest = first;
    uint64_t elements, arguments, count;
    if (!cbor_body(&rest, WAMP_RESULT, &elements) || elements != 3 ||
        !cbor_expect(&rest, CBOR_UINT, &result->request) || !cbor_skip(&rest, 0) ||
        !cbor_expect(&rest, CBOR_ARRAY, &arguments))
      return false;
    if (serializer == WAMP_PLAIN) {
      // The id and the body of a record.
      if (arguments != 2 || !cbor_expect(&rest, CBOR_UINT, &result->id) || !cbor_expect(&rest, CBOR_BYTES, &count))
        return false;
      result->record = count;
      return count <= message - (size_t)(rest.start - first.start);
    }
    if (arguments != 1 || !cbor_expect(&rest, CBOR_BYTES, &count)) return false;
    start = (size_t)(rest.start - first.start);
    result->record = count;
  }
  if (start > first.count || result->record > message - start) return false;
  const size_t visible = first.count - start;
  return record_id((span){first.start + start, visible < result->record ? visible : result->record}, &result->id);
}
