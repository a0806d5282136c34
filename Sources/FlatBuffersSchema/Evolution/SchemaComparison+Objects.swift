extension SchemaComparison {
  mutating func compare(_ was: ObjectDefinition, _ now: ObjectDefinition) {
    guard was.isStruct == now.isStruct else {
      report(
        .breaking, .kind, "\(now.name)",
        "was a \(was.isStruct ? "struct" : "table") and is a \(now.isStruct ? "struct" : "table"): they are stored differently",
        at: now.header.location)
      return
    }
    if was.isStruct { compareStructs(was, now) } else { compareTables(was, now) }
  }

  // MARK: - Tables

  private mutating func compareTables(_ was: ObjectDefinition, _ now: ObjectDefinition) {
    let byID = Dictionary(now.fields.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let oldIDs = Set(was.fields.map(\.id))
    for field in was.fields {
      guard let other = byID[field.id] else {
        report(
          field.isRequired ? .breaking : .care, .fieldRemoved, "\(was.name).\(field.name)",
          field.isRequired
            ? "the required field is gone: old programs refuse new data"
            : "the field is gone: data with it stays, and its place may be taken by mistake; deprecate it instead",
          at: now.header.location)
        continue
      }
      compareFields(field, other, was, now)
    }
    for field in now.fields where !oldIDs.contains(field.id) && field.isRequired {
      report(
        .breaking, .fieldAdded, "\(now.name).\(field.name)",
        "the new field is required: old data does not have it and is refused", at: field.location)
    }
    compareStorage(was, now)
  }

  private mutating func compareFields(
    _ was: FieldDefinition, _ now: FieldDefinition, _ oldOwner: ObjectDefinition, _ newOwner: ObjectDefinition
  ) {
    let subject = "\(newOwner.name).\(now.name)"
    if was.name != now.name, let moved = newOwner.fields.first(where: { $0.name == was.name }) {
      return report(
        .breaking, .fieldMoved, "\(newOwner.name).\(moved.name)",
        "had the id \(was.id), which is that of '\(now.name)' now, and has \(moved.id): values would change places",
        at: moved.location)
    }
    if was.name != now.name, let before = oldOwner.fields.first(where: { $0.name == now.name }) {
      return report(
        .breaking, .fieldMoved, subject,
        "has the id \(now.id), which was that of '\(was.name)'; its own was \(before.id): values would change places",
        at: now.location)
    }
    guard compareTypes(was, now, subject) else { return }
    if was.isDeprecated, !now.isDeprecated {
      report(
        .care, .fieldRevived, subject,
        "its place was that of the deprecated field '\(was.name)': old data may still hold values there",
        at: now.location)
    }
    compareDefaults(was, now, subject)
    if !was.isRequired, now.isRequired, !was.isUnionTag {
      report(
        .breaking, .fieldRequired, subject, "is required now: old data without it is refused",
        at: now.location)
    } else if was.isRequired, !now.isRequired, !was.isUnionTag {
      report(
        .care, .fieldRequired, subject, "is no longer required: old programs refuse new data without it",
        at: now.location)
    }
    if was.isKey != now.isKey {
      report(
        .care, .key, subject,
        now.isKey
          ? "is the key now: vectors in old data are not sorted by it"
          : "is no longer the key: old programs search vectors by it", at: now.location)
    }
    compareNested(was, now, subject)
  }

  private mutating func compareDefaults(_ was: FieldDefinition, _ now: FieldDefinition, _ subject: String) {
    if Self.isSame(was.defaultValue, now.defaultValue) { return }
    let isVector = if case .vector = now.type { true } else { false }
    report(
      isVector ? .care : .breaking, .fieldDefault, subject,
      isVector
        ? "the default of the vector changed: absent and empty are told apart by one version only"
        : "the default changed: a field that is not stored has another value for each version",
      at: now.location)
  }

  private static func isSame(_ left: DefaultValue, _ right: DefaultValue) -> Bool {
    if case .real(let left) = left, case .real(let right) = right {
      return left == right && left.sign == right.sign || left.isNaN && right.isNaN
    }
    return left == right
  }

  private mutating func compareNested(_ was: FieldDefinition, _ now: FieldDefinition, _ subject: String) {
    guard let before = was.nestedTable, let after = now.nestedTable else { return }
    let name = old.objects[before].name
    if name != new.objects[after].name, new.objects.contains(where: { $0.name == name }) {
      report(
        .breaking, .nestedType, subject,
        "held a '\(name)' and holds a '\(new.objects[after].name)': nested buffers would be misread",
        at: now.location)
    } else {
      compareObjects(before, after)
    }
  }

  /// What the store of this package keeps by the schema's attributes.
  private mutating func compareStorage(_ was: ObjectDefinition, _ now: ObjectDefinition) {
    let before = was.header.attributes.string("table")
    let after = now.header.attributes.string("table")
    guard let before else { return }
    if before != after {
      report(
        .care, .storage, "\(now.name)",
        "was stored as '\(before)'\(after.map { " and is stored as '\($0)'" } ?? ""): records stored before are not found",
        at: now.header.location)
    }
    for kind in ["index", "unique"] {
      for field in now.fields {
        guard let index = field.attributes.string(kind) else { continue }
        let isOld = was.fields.contains { $0.id == field.id && $0.attributes.string(kind) == index }
        if isOld { continue }
        report(
          .care, .storage, "\(now.name).\(field.name)",
          "the \(kind == "unique" ? "unique " : "")index '\(index)' is new: records stored before have to be indexed",
          at: field.location)
      }
    }
  }

  // MARK: - Structs

  private mutating func compareStructs(_ was: ObjectDefinition, _ now: ObjectDefinition) {
    for (field, other) in zip(was.fields, now.fields) {
      let subject = "\(now.name).\(other.name)"
      let isMoved =
        was.fields.contains { $0.name == other.name } || now.fields.contains { $0.name == field.name }
      if field.name != other.name, isMoved {
        report(
          .breaking, .fieldMoved, subject, "stands where '\(field.name)' stood: values would change places",
          at: other.location)
        continue
      }
      _ = compareTypes(field, other, subject)
    }
    guard was.fields.count == now.fields.count else {
      return report(
        .breaking, .structLayout, "\(now.name)",
        "had \(was.fields.count) fields and has \(now.fields.count): structs cannot grow or shrink",
        at: now.header.location)
    }
    if was.size != now.size || was.alignment != now.alignment {
      report(
        .breaking, .structLayout, "\(now.name)",
        "took \(was.size) bytes aligned to \(was.alignment) and takes \(now.size) aligned to \(now.alignment)",
        at: now.header.location)
    }
  }
}
