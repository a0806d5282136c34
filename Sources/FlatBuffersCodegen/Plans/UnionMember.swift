/// A member of a union.
struct UnionMember {
  enum Kind { case table, structure, string }

  var kind: Kind
  var name: String
  var value: Int128
  /// The Swift type of a table or struct.
  var type: String
  var documentation: [String]

  var viewType: String { kind == .string ? "StringView" : type }

  var draftType: String {
    switch kind {
    case .table: type + ".Draft"
    case .structure: type
    case .string: "String"
    }
  }
}
