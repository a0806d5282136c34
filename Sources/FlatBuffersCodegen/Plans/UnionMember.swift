internal import FlatBuffersReflection

/// A member of a union.
struct UnionMember {
  enum Kind { case table, structure, string }

  var kind: Kind
  var name: String
  var value: Int128
  /// The Swift type of a table or struct.
  var type: String
  var documentation: [String]

  var viewType: String { kind == .string ? "\(Library.runtime)StringView" : type }

  var draftType: String {
    switch kind {
    case .table: type + ".Draft"
    case .structure: type
    case .string: "\(Library.swift)String"
    }
  }
}

extension UnionMember {
  /// The members of a union but `NONE`.
  static func members(of definition: EnumDefinition, _ types: SwiftTypes) -> [UnionMember] {
    let members = definition.members.filter { $0.type != nil }
    let names = MemberNames(members.map(\.name), ReservedNames.union).names
    return zip(names, members).compactMap { name, member in
      guard let type = member.type else { return nil }
      let kind: UnionMember.Kind =
        switch type {
        case .structure: .structure
        case .string: .string
        default: .table
        }
      return UnionMember(
        kind: kind, name: name, value: member.value, type: types.swiftType(type),
        documentation: member.documentation)
    }
  }
}
