extension SchemaComparison {
  /// Compares the types of a field; has the types it refers to compared.
  ///
  /// - Returns: whether the types go together so far that anything else can be compared.
  mutating func compareTypes(_ was: FieldDefinition, _ now: FieldDefinition, _ subject: String) -> Bool {
    if was.isOffset64 != now.isOffset64 || was.isVector64 != now.isVector64 {
      return refuse(subject, "64-bit offsets and counts are stored differently", now)
    }
    switch (was.type, now.type) {
    case (.single(let before), .single(let after)), (.vector(let before), .vector(let after)):
      return compareElements(before, after, now, subject)
    case (.array(let before, let count), .array(let after, let newCount)):
      guard count == newCount else {
        return refuse(subject, "had \(count) elements and has \(newCount)", now)
      }
      return compareElements(before, after, now, subject)
    case (.single(.string), .vector(let element)), (.vector(let element), .single(.string)):
      let schema = now.type == .single(.string) ? old : new
      guard schema.storage(of: element)?.size == 1 else {
        return refuse(subject, "a string and a vector of larger elements are stored differently", now)
      }
      report(
        .care, .fieldType, subject,
        "a string and a vector of bytes differ in the zero at the end: one version may refuse the other's data",
        at: now.location)
      return false
    default:
      return refuse(
        subject, "was \(describe(was.type, in: old)) and is \(describe(now.type, in: new))", now)
    }
  }

  private mutating func refuse(_ subject: String, _ message: String, _ field: FieldDefinition) -> Bool {
    report(.breaking, .fieldType, subject, message, at: field.location)
    return false
  }

  private mutating func compareElements(
    _ was: ElementType, _ now: ElementType, _ field: FieldDefinition, _ subject: String
  ) -> Bool {
    switch (was, now) {
    case (.string, .string):
      return true
    case (.table(let before), .table(let after)), (.structure(let before), .structure(let after)):
      compareObjects(before, after)
      return true
    case (.union(let before), .union(let after)), (.unionTag(let before), .unionTag(let after)),
      (.enumeration(let before), .enumeration(let after)):
      compareEnums(before, after)
      return true
    case (.union, .table), (.table, .union):
      report(
        .care, .fieldType, subject,
        "a union and a table go together only if the union never has another member",
        at: field.location)
      return false
    default:
      break
    }
    let message = "was \(describe(.single(was), in: old)) and is \(describe(.single(now), in: new))"
    guard let before = old.storage(of: was), let after = new.storage(of: now) else {
      return refuse(subject, message, field)
    }
    if was == now { return true }
    guard before.size == after.size, before.isInteger, after.isInteger else {
      return refuse(subject, message, field)
    }
    report(
      .care, .fieldType, subject, message + ": the same bytes may mean another value", at: field.location)
    return true
  }

  private func describe(_ type: FieldType, in schema: Schema) -> String {
    let element =
      switch type.element {
      case .scalar(let scalar): "'\(scalar.rawValue)'"
      case .string: "a string"
      case .structure(let index): "the struct '\(schema.objects[index].name)'"
      case .table(let index): "the table '\(schema.objects[index].name)'"
      case .enumeration(let index): "the enum '\(schema.enums[index].name)'"
      case .union(let index): "the union '\(schema.enums[index].name)'"
      case .unionTag(let index): "the tag of the union '\(schema.enums[index].name)'"
      }
    return switch type {
    case .single: element
    case .vector: "a vector of \(element)"
    case .array(_, let count): "an array of \(count) of \(element)"
    }
  }

  // MARK: - Enums and unions

  mutating func compare(_ was: EnumDefinition, _ now: EnumDefinition) {
    let location = now.header.location
    guard was.isUnion == now.isUnion else {
      return report(
        .breaking, .kind, "\(now.name)", "an enum and a union are stored differently", at: location)
    }
    guard was.underlyingType == now.underlyingType else {
      return report(
        .breaking, .underlyingType, "\(now.name)",
        "was stored as '\(was.underlyingType.rawValue)' and is stored as '\(now.underlyingType.rawValue)'",
        at: location)
    }
    let byValue = Dictionary(now.members.map { ($0.value, $0) }, uniquingKeysWith: { first, _ in first })
    let byName = Dictionary(now.members.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let change: EvolutionFinding.Change = was.isUnion ? .unionMember : .enumMember
    for member in was.members {
      guard let other = byValue[member.value] else {
        let moved = byName[member.name]
        report(
          moved == nil ? .care : .breaking, change, "\(now.name).\(member.name)",
          moved.map { "was \(member.value) and is \($0.value): stored values change their meaning" }
            ?? "is gone: data may still hold its value \(member.value)", at: moved?.location ?? location)
        continue
      }
      if other.name != member.name, let moved = byName[member.name] {
        report(
          .breaking, change, "\(now.name).\(moved.name)",
          "was \(member.value), which is '\(other.name)' now, and is \(moved.value): stored values change their meaning",
          at: moved.location)
        continue
      }
      compareNames(
        member.name, other.name, other.attributes, "\(now.name).\(other.name)", at: other.location)
      if was.isUnion { compareMembers(member, other, "\(now.name).\(other.name)") }
    }
  }

  private mutating func compareMembers(
    _ was: EnumDefinition.Member, _ now: EnumDefinition.Member, _ subject: String
  ) {
    switch (was.type, now.type) {
    case (.table(let before), .table(let after)), (.structure(let before), .structure(let after)):
      compareObjects(before, after)
    case (.string, .string), (nil, nil):
      break
    default:
      report(
        .breaking, .unionMember, subject,
        "was a member of another kind: the same value would be read differently",
        at: now.location)
    }
  }
}
