/// The attributes of the schema language that need no declaration.
package enum BuiltInAttributes {
  package static let names: Set<String> = [
    "bit_flags", "cpp_ptr_type", "cpp_ptr_type_get", "cpp_str_flex_ctor", "cpp_str_type", "cpp_type",
    "csharp_partial", "deprecated", "flexbuffer", "force_align", "hash", "id", "idempotent", "key",
    "native_custom_alloc", "native_default", "native_inline", "native_type", "native_type_pack_name",
    "nested_flatbuffer", "offset64", "original_order", "private", "required", "shared", "streaming",
    "vector64",
  ]
}
