// Two verifiers: the library's reflective one, and the checks of generated code, made by a binary schema.
#include "CFlatBuffersReference.h"

#if __has_include(<flatbuffers/reflection.h>)
#include <flatbuffers/flexbuffers.h>
#include <flatbuffers/reflection.h>

namespace {

using flatbuffers::Table;
using flatbuffers::Vector;
using flatbuffers::Verifier;
using flatbuffers::voffset_t;
using Offsets = Vector<flatbuffers::Offset<Table>>;

/// Calls `flatbuffers::Verifier` for each field in the way `flatc --cpp` writes it.
struct GeneratedChecks {
  const reflection::Schema &schema;

  struct Root {
    bool Verify(Verifier &) const { return true; }
  };

  bool table(Verifier &verifier, const Table *table, const reflection::Object &type) const {
    if (!table) return true;
    if (!table->VerifyTableStart(verifier)) return false;
    bool accepts = true;
    // In the order of their ids, so that a union's tag is checked before it is read.
    flatbuffers::ForAllFields(&type, false, [&](const reflection::Field *one) {
      accepts = accepts && (one->deprecated() || field(verifier, *table, *one));
    });
    return accepts && verifier.EndTable();
  }

 private:
  const reflection::Object &object(const reflection::Type &type) const {
    return *schema.objects()->Get(type.index());
  }

  template <typename T>
  static bool scalar(Verifier &verifier, const Table &table, voffset_t slot) {
    return table.VerifyField<T>(verifier, slot, sizeof(T));
  }

  bool field(Verifier &verifier, const Table &table, const reflection::Field &field) const {
    const auto slot = field.offset();
    const auto &type = *field.type();
    const bool required = field.required();
    switch (type.base_type()) {
      case reflection::Obj:
        if (object(type).is_struct()) {
          const auto offset = table.GetOptionalFieldOffset(slot);
          if (!offset) return !required;
          return verifier.VerifyFieldStruct(reinterpret_cast<const uint8_t *>(&table), offset,
                                            object(type).bytesize(), object(type).minalign());
        }
        return offset(verifier, table, slot, required) &&
               this->table(verifier, table.GetPointer<const Table *>(slot), object(type));
      case reflection::String:
        return offset(verifier, table, slot, required) &&
               verifier.VerifyString(table.GetPointer<const flatbuffers::String *>(slot));
      case reflection::Vector:
        return offset(verifier, table, slot, required) && vector(verifier, table, field);
      case reflection::Union:
        return offset(verifier, table, slot, required) &&
               member(verifier, type, table.GetField<uint8_t>(slot - 2, 0), table.GetPointer<const uint8_t *>(slot));
      default:
        switch (flatbuffers::GetTypeSize(type.base_type())) {
          case 1: return scalar<uint8_t>(verifier, table, slot);
          case 2: return scalar<uint16_t>(verifier, table, slot);
          case 4: return scalar<uint32_t>(verifier, table, slot);
          default: return scalar<uint64_t>(verifier, table, slot);
        }
    }
  }

  static bool offset(Verifier &verifier, const Table &table, voffset_t slot, bool required) {
    return required ? table.VerifyOffsetRequired(verifier, slot) : table.VerifyOffset(verifier, slot);
  }

  bool vector(Verifier &verifier, const Table &table, const reflection::Field &field) const {
    const auto bytes = table.GetPointer<const uint8_t *>(field.offset());
    const auto element = field.type()->element();
    if (!bytes) return element != reflection::Union || !table.CheckField(field.offset() - 2);
    const bool is_struct = element == reflection::Obj && object(*field.type()).is_struct();
    const auto size = is_struct ? object(*field.type()).bytesize() : flatbuffers::GetTypeSize(element);
    if (!verifier.VerifyVectorOrString(bytes, size)) return false;
    if (element == reflection::String) {
      return verifier.VerifyVectorOfStrings(
          reinterpret_cast<const Vector<flatbuffers::Offset<flatbuffers::String>> *>(bytes));
    }
    const auto offsets = reinterpret_cast<const Offsets *>(bytes);
    if (element == reflection::Obj && !is_struct) {
      for (auto one : *offsets) {
        if (!this->table(verifier, one, object(*field.type()))) return false;
      }
    } else if (element == reflection::Union) {
      const auto tags = table.GetPointer<const Vector<uint8_t> *>(field.offset() - 2);
      if (!tags || tags->size() != offsets->size()) return false;
      for (flatbuffers::uoffset_t index = 0; index < tags->size(); index++) {
        if (!member(verifier, *field.type(), tags->Get(index),
                    reinterpret_cast<const uint8_t *>(offsets->Get(index)))) {
          return false;
        }
      }
    } else if (auto attributes = field.attributes()) {
      if (auto nested = attributes->LookupByKey("nested_flatbuffer")) {
        return this->nested(*reinterpret_cast<const Vector<uint8_t> *>(bytes), nested->value()->str());
      }
    }
    return true;
  }

  bool nested(const Vector<uint8_t> &bytes, const std::string &name) const {
    const reflection::Object *type = nullptr;
    for (auto object : *schema.objects()) {
      const auto full = object->name()->str();
      if (full == name || full.substr(full.rfind('.') + 1) == name) type = object;
    }
    Verifier verifier(bytes.data(), bytes.size());
    return type && verifier.VerifyBuffer<Root>() && table(verifier, flatbuffers::GetRoot<Table>(bytes.data()), *type);
  }

  bool member(Verifier &verifier, const reflection::Type &type, uint8_t tag, const uint8_t *member) const {
    const auto value = schema.enums()->Get(type.index())->values()->LookupByKey(tag);
    if (!tag || !value) return true;
    const auto &kind = *value->union_type();
    if (kind.base_type() == reflection::String) {
      return verifier.VerifyString(reinterpret_cast<const flatbuffers::String *>(member));
    }
    if (object(kind).is_struct()) {
      // Generated code looks for one that is not there, too, at an address that is none.
      return member && verifier.VerifyFieldStruct(member, 0, object(kind).bytesize(), object(kind).minalign());
    }
    return table(verifier, reinterpret_cast<const Table *>(member), object(kind));
  }
};

}  // namespace

bool fbr_verify(const uint8_t *bfbs, const uint8_t *record, size_t count, bool size_prefixed) {
  const auto &schema = *reflection::GetSchema(bfbs);
  return size_prefixed ? flatbuffers::VerifySizePrefixed(schema, *schema.root_table(), record, count)
                       : flatbuffers::Verify(schema, *schema.root_table(), record, count);
}

bool fbr_verify_as_generated(const uint8_t *bfbs, const uint8_t *record, size_t count, bool size_prefixed) {
  const auto &schema = *reflection::GetSchema(bfbs);
  Verifier verifier(record, count);
  const bool has_root = size_prefixed ? verifier.VerifySizePrefixedBuffer<GeneratedChecks::Root>(nullptr)
                                      : verifier.VerifyBuffer<GeneratedChecks::Root>(nullptr);
  if (!has_root) return false;
  const auto root = size_prefixed ? flatbuffers::GetSizePrefixedRoot<Table>(record)
                                  : flatbuffers::GetRoot<Table>(record);
  return GeneratedChecks{schema}.table(verifier, root, *schema.root_table());
}

bool fbr_verify_flexbuffer(const uint8_t *bytes, size_t count) { return flexbuffers::VerifyBuffer(bytes, count); }

#endif
