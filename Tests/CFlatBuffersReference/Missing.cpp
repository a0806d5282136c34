// What there is where the library is not.
#include "CFlatBuffersReference.h"

#if !__has_include(<flatbuffers/idl.h>)

const char *fbr_missing(void) { return "libflatbuffers-dev was not installed when CFlatBuffersReference was compiled"; }

fbr_schema *fbr_schema_parse(const char *, const char *const *) { return nullptr; }
fbr_schema *fbr_schema_load(const uint8_t *, size_t) { return nullptr; }
void fbr_schema_free(fbr_schema *) {}
const char *fbr_schema_error(const fbr_schema *) { return fbr_missing(); }
fbr_bytes fbr_schema_binary(fbr_schema *, bool, bool) { return {nullptr, 0}; }
fbr_bytes fbr_build(fbr_schema *, const char *, bool, bool) { return {nullptr, 0}; }
fbr_bytes fbr_print(fbr_schema *, const uint8_t *, size_t, bool) { return {nullptr, 0}; }
bool fbr_verify_schema(const uint8_t *, size_t) { return false; }
char *fbr_describe(const uint8_t *, size_t) { return nullptr; }
bool fbr_verify(const uint8_t *, const uint8_t *, size_t, bool) { return false; }
bool fbr_verify_as_generated(const uint8_t *, const uint8_t *, size_t, bool) { return false; }
bool fbr_verify_flexbuffer(const uint8_t *, size_t) { return false; }
fbr_bytes fbr_build_flexbuffer(void) { return {nullptr, 0}; }

#endif
