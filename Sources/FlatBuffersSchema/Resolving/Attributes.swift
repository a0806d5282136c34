/// The attributes of the schema language and where they may stand.
enum Attributes {
  /// What an attribute is attached to.
  enum Place {
    case table, structure, enumeration, union, field, member, service, method
  }

  /// The attributes that need no declaration.
  static let builtIn: Set<String> = [
    "bit_flags", "cpp_ptr_type", "cpp_ptr_type_get", "cpp_str_flex_ctor", "cpp_str_type", "cpp_type",
    "csharp_partial", "deprecated", "flexbuffer", "force_align", "hash", "id", "idempotent", "key",
    "native_custom_alloc", "native_default", "native_inline", "native_type", "native_type_pack_name",
    "nested_flatbuffer", "offset64", "original_order", "private", "required", "shared", "streaming",
    "vector64",
  ]
}
