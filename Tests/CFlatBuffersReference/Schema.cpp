// The parser, the JSON it reads and the JSON it prints.
#include "CFlatBuffersReference.h"

#if __has_include(<flatbuffers/idl.h>)
#include <flatbuffers/idl.h>

#include <memory>
#include <string>

struct fbr_schema {
  std::unique_ptr<flatbuffers::Parser> parser;
  std::string error;
  std::string answer;

  fbr_bytes failed(const std::string &reason) {
    error = reason.empty() ? "unknown error" : reason;
    return {nullptr, 0};
  }

  fbr_bytes answered() {
    error.clear();
    return {reinterpret_cast<const uint8_t *>(answer.data()), answer.size()};
  }

  fbr_bytes built() {
    const auto &builder = parser->builder_;
    answer.assign(reinterpret_cast<const char *>(builder.GetBufferPointer()), builder.GetSize());
    return answered();
  }
};

namespace {

flatbuffers::IDLOptions options(flatbuffers::IDLOptions::Language language) {
  flatbuffers::IDLOptions options;
  options.lang_to_generate = language;
  options.strict_json = true;
  // Both forms of a nested FlatBuffer: an object, and the array of its bytes.
  options.json_nested_legacy_flatbuffers = true;
  return options;
}

}  // namespace

const char *fbr_missing(void) { return nullptr; }

fbr_schema *fbr_schema_parse(const char *text, const char *const *folders) {
  auto schema = new fbr_schema;
  // The parser refuses what a target language lacks, and no language has both unions with structs and default strings.
  for (auto language : {flatbuffers::IDLOptions::kBinary, flatbuffers::IDLOptions::kRust}) {
    schema->parser = std::make_unique<flatbuffers::Parser>(options(language));
    if (schema->parser->Parse(text, const_cast<const char **>(folders))) {
      schema->error.clear();
      return schema;
    }
    schema->failed(schema->parser->error_);
  }
  return schema;
}

fbr_schema *fbr_schema_load(const uint8_t *bfbs, size_t count) {
  auto schema = new fbr_schema;
  schema->parser = std::make_unique<flatbuffers::Parser>(options(flatbuffers::IDLOptions::kBinary));
  if (!schema->parser->Deserialize(bfbs, count)) schema->failed("the binary schema is refused");
  return schema;
}

void fbr_schema_free(fbr_schema *schema) { delete schema; }

const char *fbr_schema_error(const fbr_schema *schema) {
  return schema->error.empty() ? nullptr : schema->error.c_str();
}

fbr_bytes fbr_schema_binary(fbr_schema *schema, bool comments, bool builtins) {
  schema->parser->opts.binary_schema_comments = comments;
  schema->parser->opts.binary_schema_builtins = builtins;
  schema->parser->Serialize();
  return schema->built();
}

fbr_bytes fbr_build(fbr_schema *schema, const char *json, bool size_prefixed, bool force_defaults) {
  schema->parser->opts.size_prefixed = size_prefixed;
  schema->parser->builder_.ForceDefaults(force_defaults);
  if (!schema->parser->ParseJson(json)) return schema->failed(schema->parser->error_);
  return schema->built();
}

fbr_bytes fbr_print(fbr_schema *schema, const uint8_t *record, size_t count, bool size_prefixed) {
  (void)count;
  schema->parser->opts.size_prefixed = size_prefixed;
  schema->answer.clear();
  if (!flatbuffers::GenerateText(*schema->parser, record, &schema->answer)) {
    return schema->failed("the record cannot be printed");
  }
  return schema->answered();
}

#endif
