#ifndef C_FLATBUFFERS_REFERENCE_H
#define C_FLATBUFFERS_REFERENCE_H

// The C++ implementation of FlatBuffers, as its users meet it, for tests: its schema parser, its conversion from and
// to JSON, its verifiers and its reflection.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Why nothing below works; NULL if all of it does.
const char *fbr_missing(void);

/// A schema and what was last made with it. Not for two threads at a time.
typedef struct fbr_schema fbr_schema;

/// Bytes or text of a schema's last answer, valid until its next one. `start` is NULL if there was an error.
typedef struct {
  const uint8_t *start;
  size_t count;
} fbr_bytes;

/// Parses the text of a schema file. `folders`, which ends in NULL, is where included files are.
/// `fbr_schema_error` tells whether it went well.
fbr_schema *fbr_schema_parse(const char *text, const char *const *folders);

/// Takes a binary schema.
fbr_schema *fbr_schema_load(const uint8_t *bfbs, size_t count);

void fbr_schema_free(fbr_schema *schema);

/// What was wrong last; NULL if nothing was.
const char *fbr_schema_error(const fbr_schema *schema);

/// The schema in binary form.
fbr_bytes fbr_schema_binary(fbr_schema *schema, bool comments, bool builtins);

/// The record that a JSON text describes.
fbr_bytes fbr_build(fbr_schema *schema, const char *json, bool size_prefixed, bool force_defaults);

/// The JSON text of a record, which must be a valid one.
fbr_bytes fbr_print(fbr_schema *schema, const uint8_t *record, size_t count, bool size_prefixed);

/// Whether bytes are a binary schema.
bool fbr_verify_schema(const uint8_t *bfbs, size_t count);

/// What a binary schema says, a line each; NULL if it is none. To be freed with `free`.
char *fbr_describe(const uint8_t *bfbs, size_t count);

/// Whether the library's reflective verifier accepts a record of the binary schema's root type.
///
/// It reads where it has not looked, so only records that another verifier accepted may be given to it.
bool fbr_verify(const uint8_t *bfbs, const uint8_t *record, size_t count, bool size_prefixed);

/// Whether the checks that generated C++ code makes accept a record of the binary schema's root type. Any bytes may be
/// given.
bool fbr_verify_as_generated(const uint8_t *bfbs, const uint8_t *record, size_t count, bool size_prefixed);

/// Whether bytes are a FlexBuffer.
bool fbr_verify_flexbuffer(const uint8_t *bytes, size_t count);

/// A FlexBuffer with values of all types; valid for ever.
fbr_bytes fbr_build_flexbuffer(void);

#ifdef __cplusplus
}
#endif
#endif
