internal import FlatBuffersReflection

/// A field of a table with everything its view, draft and verification need to know.
struct TableField {
  enum Kind: Equatable {
    /// A scalar, an enum or a struct.
    case value
    case string
    case table
    case union(tagSlot: Int)
    /// A vector of scalars, enums or structs.
    case vector
    case strings
    case tables
    case unions(tagSlot: Int)
  }

  let field: FieldDefinition
  let kind: Kind
  /// The Swift name.
  let name: String
  /// The Swift type of a value or an element.
  let type: String
  /// The Swift type of a value or an element in a draft.
  let draftType: String
  /// The alignment in the table.
  let alignment: Int
  /// The default value of a scalar or enum as an expression; `nil` if absence is told from any value.
  let fallback: String?
  /// Whether the draft has to hold the value out of line.
  let isIndirect: Bool
  /// The view of the FlatBuffer that a vector of bytes holds, and the accessor of its root.
  let nested: (type: String, name: String)?
  /// The accessor of the root of the FlexBuffer that a vector of bytes holds.
  let flexRootName: String?
  /// The accessor of a union's tag.
  let tagName: String
  /// The local constants with the offsets of what the field refers to, and of the tags of its unions.
  let offsetName: String
  let tagsOffsetName: String

  var slot: Int { field.offset }
  var documentation: [String] { field.documentation }

  /// Whether the view has a value even where the buffer has none.
  var isAlwaysThere: Bool {
    field.isRequired || fallback != nil || field.defaultValue == .emptyVector || defaultString != nil
  }

  /// The default of a string.
  var defaultString: String? {
    if case .string(let text) = field.defaultValue { text } else { nil }
  }

  /// Whether the vector's count has 64 bits.
  var isVector64: Bool { field.isVector64 }

  /// Whether the field is a 64-bit offset.
  var isOffset64: Bool { field.isOffset64 }

  /// Whether the field holds bytes that are verified as a buffer of their own.
  var holdsBuffer: Bool { nested != nil || field.isFlexBuffer }

  /// Whether the field is stored out of line, by an offset.
  var isOffset: Bool { kind != .value }

  /// The type of the view's property, without a question mark.
  var viewType: String {
    switch kind {
    case .value, .table, .union: type
    case .string: "\(Library.runtime)StringView"
    case .vector: "\(Library.runtime)FlatVector<\(type)>"
    case .strings: "\(Library.runtime)StringVector"
    case .tables: "\(Library.runtime)TableVector<\(type)>"
    case .unions: "\(Library.runtime)UnionVector<\(type)>"
    }
  }

  /// The type of the draft's property, without a question mark.
  var draftValueType: String {
    switch kind {
    case .value, .string, .table, .union: draftType
    case .vector where field.isFlexBuffer: "\(Library.runtime)FlexBuffer"
    case .vector, .strings, .tables: "[\(draftType)]"
    case .unions: "[\(draftType)?]"
    }
  }

  /// Whether the draft's property can be `nil`.
  var isOptionalInDraft: Bool { !isAlwaysThere }

  /// What a key field sorts by: where a struct is absent zero, as where a scalar is.
  var sortingValue: String { isAlwaysThere ? "self.\(name)" : "(self.\(name) ?? \(draftType)())" }

  /// What the draft's initialiser takes when nothing is given; `nil` if something must be.
  var draftDefault: String? {
    if field.isRequired { return nil }
    if field.defaultValue == .emptyVector { return field.isFlexBuffer ? "\(draftValueType)()" : "[]" }
    return fallback ?? defaultString.map { SwiftLiteral.text($0) } ?? "nil"
  }
}
