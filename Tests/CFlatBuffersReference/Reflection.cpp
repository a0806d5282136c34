// What a binary schema says, as the library reads it.
#include "CFlatBuffersReference.h"

#if __has_include(<flatbuffers/reflection.h>)
#include <flatbuffers/reflection.h>

#include <cstring>
#include <iomanip>
#include <sstream>

namespace {

/// The type of a field or of a union's member; other types by name, as their indices may differ.
std::string text(const reflection::Type &type, const reflection::Schema &schema) {
  std::string text = reflection::EnumNameBaseType(type.base_type());
  auto kind = type.base_type();
  if (kind == reflection::Vector || kind == reflection::Array) {
    kind = type.element();
    text += std::string(" of ") + reflection::EnumNameBaseType(kind);
  }
  if (type.fixed_length() != 0) text += " times " + std::to_string(type.fixed_length());
  if (type.index() < 0) return text;
  return text + " " +
         (kind == reflection::Obj ? schema.objects()->Get(type.index())->name()->str()
                                  : schema.enums()->Get(type.index())->name()->str());
}

template <typename Definition>
void describe_notes(const Definition &definition, std::ostream &lines) {
  if (auto attributes = definition.attributes()) {
    for (auto attribute : *attributes) {
      lines << " (" << attribute->key()->str();
      if (attribute->value()) lines << ": " << attribute->value()->str();
      lines << ")";
    }
  }
  lines << "\n";
  if (auto comments = definition.documentation()) {
    for (auto comment : *comments) lines << "  ///" << comment->str() << "\n";
  }
}

void describe(const reflection::Object &object, const reflection::Schema &schema, std::ostream &lines) {
  lines << (object.is_struct() ? "struct " : "table ") << object.name()->str() << " of " << object.bytesize()
        << " aligned to " << object.minalign();
  describe_notes(object, lines);
  for (auto field : *object.fields()) {
    lines << "  " << field->name()->str() << " " << field->id() << " at " << field->offset() << ": "
          << text(*field->type(), schema) << " = " << field->default_integer() << " " << field->default_real()
          << (field->required() ? " required" : "")
          // Release 2.0.8 says so of a struct's fields, too; others do not, as they are always there.
          << (field->optional() && !object.is_struct() ? " optional" : "")
          << (field->key() ? " key" : "") << (field->deprecated() ? " deprecated" : "");
    describe_notes(*field, lines);
  }
}

void describe(const reflection::Enum &type, const reflection::Schema &schema, std::ostream &lines) {
  lines << (type.is_union() ? "union " : "enum ") << type.name()->str() << ": "
        << reflection::EnumNameBaseType(type.underlying_type()->base_type());
  describe_notes(type, lines);
  for (auto member : *type.values()) {
    lines << "  " << member->name()->str() << " = " << member->value();
    if (type.is_union()) lines << ": " << text(*member->union_type(), schema);
    lines << "\n";
    if (auto comments = member->documentation()) {
      for (auto comment : *comments) lines << "    ///" << comment->str() << "\n";
    }
  }
}

void describe(const reflection::Service &service, std::ostream &lines) {
  lines << "service " << service.name()->str();
  describe_notes(service, lines);
  for (auto call : *service.calls()) {
    lines << "  " << call->name()->str() << " (" << call->request()->name()->str()
          << "): " << call->response()->name()->str();
    describe_notes(*call, lines);
  }
}

}  // namespace

bool fbr_verify_schema(const uint8_t *bfbs, size_t count) {
  flatbuffers::Verifier verifier(bfbs, count);
  return reflection::VerifySchemaBuffer(verifier);
}

char *fbr_describe(const uint8_t *bfbs, size_t count) {
  if (!fbr_verify_schema(bfbs, count)) return nullptr;
  const auto &schema = *reflection::GetSchema(bfbs);
  std::ostringstream lines;
  lines << std::setprecision(17);
  lines << schema.objects()->size() << " objects, " << schema.enums()->size() << " enums, root "
        << (schema.root_table() ? schema.root_table()->name()->str() : "none");
  if (schema.file_ident()) lines << ", identifier " << schema.file_ident()->str();
  if (schema.file_ext()) lines << ", extension " << schema.file_ext()->str();
  lines << ", features " << static_cast<uint64_t>(schema.advanced_features()) << "\n";
  for (auto object : *schema.objects()) describe(*object, schema, lines);
  for (auto type : *schema.enums()) describe(*type, schema, lines);
  if (schema.services()) {
    for (auto service : *schema.services()) describe(*service, lines);
  }
  return strdup(lines.str().c_str());
}

#endif
