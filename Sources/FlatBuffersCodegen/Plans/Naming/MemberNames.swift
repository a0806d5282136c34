internal import FlatBuffersReflection

/// The Swift names of the members of one type.
///
/// Names that would meet in Swift, `a_b` and `aB` say, keep their spelling.
struct MemberNames {
  let names: [String]
  private let used: Set<String>

  init(_ schemaNames: [String], _ reserved: ReservedNames) {
    let candidates = schemaNames.map { reserved.member($0) }
    let counts = Dictionary(candidates.map { ($0, 1) }, uniquingKeysWith: +)
    var used = Set(candidates.filter { counts[$0] == 1 })
    names = zip(schemaNames, candidates).map { schemaName, candidate in
      if counts[candidate] == 1 { return candidate }
      var name = reserved.kept(schemaName)
      while !used.insert(name).inserted { name += "_" }
      return name
    }
    self.used = used
  }

  /// The name of a member that belongs to another one and is not in the schema.
  func added(_ name: String, suffix: String) -> String {
    var name = String(name.filter { $0 != "`" }) + suffix
    while used.contains(name) { name += "_" }
    return name
  }
}

extension EnumDefinition {
  /// The Swift names of an enum's members.
  var swiftMemberNames: [String] { MemberNames(members.map(\.name), ReservedNames.enumeration).names }

  /// What they are called where a `switch` goes over all of them.
  var knownMemberNames: [String] { MemberNames(members.map(\.name), ReservedNames.known).names }
}
