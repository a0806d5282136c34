/// The text of a schema with random declarations, all of which C++ 2.0.8 understands.
struct RandomSchema {
  private var dice: Dice
  private(set) var text = ""
  private var enums: [(name: String, members: [String], hasZero: Bool)] = []
  private var structs: [String] = []
  /// How many tables there will be; they refer to later ones, too.
  private let tableCount: Int
  private var unions: [String] = []

  private static let integers = [
    "byte", "ubyte", "short", "ushort", "int", "uint", "long", "ulong", "int8", "uint8", "int16", "uint16",
    "int32", "uint32", "int64", "uint64",
  ]

  init(seed: Int) {
    dice = Dice(seed: seed)
    tableCount = 1 + dice.below(4)
    if dice.flag() { text += "namespace \(dice.one(of: ["one", "one.two"]));\n" }
    text += "attribute \"mark\";\nattribute \"note\";\n"
    for index in 0..<dice.below(4) { addEnum("E\(index)") }
    for index in 0..<dice.below(4) { addStruct("S\(index)") }
    for index in 0..<dice.below(3) { addUnion("U\(index)") }
    for index in 0..<tableCount { addTable("T\(index)") }
    if dice.flag() {
      text += "rpc_service R { call (T0): T0 (mark: \"a\"); other (T0): T0 (streaming: \"server\"); }\n"
    }
    if dice.flag() { text += "root_type T0;\nfile_identifier \"RNDM\";\nfile_extension \"rnd\";\n" }
  }

  // MARK: - Declarations

  private mutating func addComment(_ indent: String = "") {
    if dice.below(4) == 0 { text += "\(indent)/// Comment \(dice.below(100)).\n\(indent)///Another.\n" }
  }

  private mutating func addEnum(_ name: String) {
    addComment()
    let isFlags = dice.below(3) == 0
    let type = isFlags ? dice.one(of: ["ubyte", "ushort", "uint", "ulong"]) : dice.one(of: Self.integers)
    text += "enum \(name) : \(type)\(isFlags ? " (bit_flags)" : "") {\n"
    var members: [String] = []
    // In structs the reference takes only enums with a member for 0; seldom there is none.
    let isSigned = !type.hasPrefix("u") && !isFlags
    var value = dice.below(8) == 0 ? 1 : isSigned ? -dice.below(2) : 0
    let hasZero = value <= 0
    for index in 0...dice.below(5) + (value < 0 ? 1 : 0) {
      addComment("  ")
      let member = "m\(index)"
      text += "  \(member)\(index == 0 || dice.flag() ? " = \(value)" : ""),\n"
      // What the next one is without a value, too.
      value += 1
      members.append(member)
    }
    text += "}\n"
    enums.append((name, members, hasZero))
  }

  private mutating func addStruct(_ name: String) {
    addComment()
    text += "struct \(name)\(dice.below(4) == 0 ? " (force_align: 16)" : "") {\n"
    for index in 0...dice.below(5) {
      addComment("  ")
      let scalar = dice.one(of: Self.integers + ["bool", "float", "double"] + enums.map(\.name))
      let type = dice.one(of: [scalar, scalar] + structs)
      // Release 2.0.8 does not look at the enums of arrays, later ones do.
      let isArray = dice.below(4) == 0 && !enums.contains { $0.name == type && !$0.hasZero }
      let field = isArray ? "[\(type):\(1 + dice.below(5))]" : type
      let isKey = index == 0 && field == scalar && Self.integers.contains(scalar) && dice.flag()
      text += "  f\(index):\(field)\(isKey ? " (key)" : "");\n"
    }
    text += "}\n"
    structs.append(name)
  }

  private mutating func addUnion(_ name: String) {
    var members = (0..<tableCount).filter { _ in dice.flag() }.map { "T\($0)" }
    members += structs.filter { _ in dice.flag() }.map { "Plain_\($0): \($0)" }
    if dice.flag() { members.append("Text: string") }
    if members.isEmpty { members = ["T0"] }
    text += "union \(name) { \(members.joined(separator: ", ")) }\n"
    unions.append(name)
  }

  private mutating func addTable(_ name: String) {
    addComment()
    text += "table \(name) {\n"
    var hasKey = false
    for index in 0..<dice.below(12) {
      addComment("  ")
      text += "  g\(index):"
      switch dice.below(5) {
      case 0, 1: addScalar(&hasKey)
      case 2: addObject(&hasKey)
      default: addVector()
      }
    }
    text += "}\n"
  }

  // MARK: - Fields

  private mutating func attributes(_ more: [String]) -> String {
    var list = ["deprecated", "mark", "note: \"n\"", "mark: \"m\""].filter { _ in dice.below(8) == 0 }
    if list.contains("mark") { list.removeAll { $0 == "mark: \"m\"" } }
    list += more
    return list.isEmpty ? ";\n" : " (\(list.joined(separator: ", ")));\n"
  }

  private mutating func addScalar(_ hasKey: inout Bool) {
    if let type = enums.randomElement(using: &dice), dice.below(3) == 0 {
      // A default is a member, and must be one unless the enum's 0 is.
      let isOptional = dice.below(4) == 0
      text += "\(type.name) = \(isOptional ? "null" : type.members[0])" + attributes([])
    } else if dice.below(4) == 0 {
      text += dice.one(of: [
        "bool = true", "float = 1.25", "double = -1e100", "float = nan", "double = inf", "bool = null",
        "double = null", "float", "double = .5", "float = 0x1p3",
      ])
      text += attributes([])
    } else {
      let type = dice.one(of: Self.integers)
      let value = dice.one(of: ["", " = 7", " = 0x1F", " = null", " = 127", " = \"3\""])
      let isKey = !hasKey && value != " = null" && dice.below(4) == 0
      hasKey = hasKey || isKey
      let hash = type == "uint" && !isKey && dice.flag() ? ["hash: \"fnv1_32\""] : []
      text += type + value + attributes(isKey ? ["key"] : hash)
    }
  }

  private mutating func addObject(_ hasKey: inout Bool) {
    let type = dice.one(of: ["string"] + structs + unions + (0..<tableCount).map { "T\($0)" })
    let isKey = type == "string" && !hasKey && dice.flag()
    hasKey = hasKey || isKey
    let isShared = type == "string" && dice.flag() ? ["shared"] : []
    text += type + attributes((isKey ? ["key"] : dice.flag() ? ["required"] : []) + isShared)
  }

  private mutating func addVector() {
    let scalars = Self.integers + ["bool", "float", "double"] + enums.map(\.name)
    let objects = ["string"] + structs + unions + (0..<tableCount).map { "T\($0)" }
    let element = dice.one(of: [dice.one(of: scalars), dice.one(of: objects)])
    var more = dice.below(4) == 0 ? ["required"] : []
    if element == "ubyte", dice.flag() {
      more.append(dice.one(of: ["nested_flatbuffer: \"T0\"", "flexbuffer", "force_align: 8"]))
    }
    text += "[\(element)]" + attributes(more)
  }
}
