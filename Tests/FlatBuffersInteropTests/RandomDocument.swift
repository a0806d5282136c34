import FlatBuffersReflection

/// JSON of a random record of any schema, as C++ 2.0.8 reads it: a union's type comes right before the union.
struct RandomDocument {
  private let schema: Schema
  private var dice: Dice

  /// The text of a record; `nil` if tables require each other without an end.
  static func text(of table: Int, in schema: Schema, seed: Int) -> String? {
    var document = RandomDocument(schema: schema, dice: Dice(seed: seed))
    return document.object(table, depth: 4)
  }

  private mutating func object(_ index: Int, depth: Int) -> String? {
    guard depth > 0 else { return nil }
    let object = schema.objects[index]
    var members: [String] = []
    for field in object.fields {
      if case .unionTag = field.type.element { continue }
      guard object.isStruct || field.isRequired || dice.below(3) > 0 else { continue }
      if case .union(let union) = field.type.element {
        guard let (tags, values) = unions(union, field, depth: depth) else {
          if field.isRequired { return nil }
          continue
        }
        members += ["\"\(field.name)_type\": \(tags)", "\"\(field.name)\": \(values)"]
      } else if let value = value(of: field, depth: depth) {
        members.append("\"\(field.name)\": \(value)")
      } else if field.isRequired {
        return nil
      }
    }
    return "{" + members.joined(separator: ", ") + "}"
  }

  private mutating func value(of field: FieldDefinition, depth: Int) -> String? {
    switch field.type {
    case .single(let element): return value(element, depth: depth)
    case .vector where field.attributes.contains("flexbuffer"): return "[1, \"two\", {\"three\": 3.5}]"
    case .vector where field.nestedTable != nil: return object(field.nestedTable ?? 0, depth: depth - 1)
    case .vector(let element): return list(element, count: count(of: element), depth: depth)
    case .array(let element, let count): return list(element, count: count, depth: depth)
    }
  }

  /// At most one object with a key, as equal keys come in any order.
  private mutating func count(of element: ElementType) -> Int {
    switch element {
    case .table(let index), .structure(let index): dice.below(schema.objects[index].keyField == nil ? 4 : 2)
    default: dice.below(4)
    }
  }

  private mutating func list(_ element: ElementType, count: Int, depth: Int) -> String {
    let values = (0..<count).compactMap { _ in value(element, depth: depth) }
    return "[" + values.joined(separator: ", ") + "]"
  }

  private mutating func value(_ element: ElementType, depth: Int) -> String? {
    switch element {
    case .scalar(.bool): dice.flag() ? "true" : "false"
    case .scalar(let scalar):
      if let range = scalar.integerRange {
        "\(dice.one(of: [range.lowerBound, range.upperBound, Int128(dice.below(100))]))"
      } else {
        "\(Double(dice.below(20_000) - 10_000) / 64)"
      }
    case .enumeration(let index): "\"\(dice.one(of: schema.enums[index].members).name)\""
    case .string: "\"" + dice.one(of: ["", "text", "Grüße", "a\\\"b\\\\c", "\\u0001\\n"]) + "\""
    case .table(let index): object(index, depth: depth - 1)
    case .structure(let index): object(index, depth: depth)
    case .union, .unionTag: nil
    }
  }

  // MARK: - Unions

  private mutating func unions(_ union: Int, _ field: FieldDefinition, depth: Int) -> (String, String)? {
    guard case .vector = field.type else {
      return member(of: union, depth: depth).map { ("\"\($0)\"", $1) }
    }
    let members = (0..<dice.below(4)).compactMap { _ in member(of: union, depth: depth) }
    return (
      "[" + members.map { "\"\($0.0)\"" }.joined(separator: ", ") + "]",
      "[" + members.map(\.1).joined(separator: ", ") + "]"
    )
  }

  private mutating func member(of union: Int, depth: Int) -> (String, String)? {
    let members = schema.enums[union].members.filter { $0.type != nil }
    guard let member = members.randomElement(using: &dice), let type = member.type else { return nil }
    return value(type, depth: depth).map { (member.name, $0) }
  }
}
