extension SchemaComparison {
  mutating func compare(_ pair: Pair) {
    let (was, now) = (old.objects[pair.old], new.objects[pair.new])
    guard was.isStruct == now.isStruct else {
      report(
        .breaking, .kind, "\(now.name)",
        "was a \(was.isStruct ? "struct" : "table") and is a \(now.isStruct ? "struct" : "table"): they are stored differently",
        at: now.header.location)
      return
    }
    guard !was.isStruct else { return compareStructs(was, now) }
    compareTables(
      Tables(was, now, stored: (oldStorage.table(of: pair.old), newStorage.table(of: pair.new))))
  }

  // MARK: - Tables

  private mutating func compareTables(_ tables: Tables) {
    let (was, now) = (tables.was, tables.now)
    for field in was.fields {
      guard let other = tables.newByID[field.id] else {
        report(
          field.mustBePresent ? .breaking : .care, .fieldRemoved, "\(was.name).\(field.name)",
          field.mustBePresent
            ? "the required field is gone: old programs refuse new data"
            : "the field is gone: data with it stays, and its place may be taken by mistake; deprecate it instead",
          at: now.header.location)
        continue
      }
      compareFields(field, other, tables)
    }
    for field in now.fields where tables.oldByID[field.id] == nil {
      let subject = "\(now.name).\(field.name)"
      if field.mustBePresent {
        report(
          .breaking, .fieldAdded, subject,
          "the new field is required: old data does not have it and is refused", at: field.location)
      }
      if field.isKey { reportKey(field, subject, isStored: tables.areStoredByKeyField) }
    }
    compareStorage(tables)
  }

  /// Two versions of a table, their fields by what they are looked up by.
  private struct Tables {
    let was: ObjectDefinition
    let now: ObjectDefinition
    /// What is stored of them.
    let stored: (was: StoredTable?, now: StoredTable?)
    let oldByID: [Int: FieldDefinition]
    let newByID: [Int: FieldDefinition]
    let oldByName: [String: FieldDefinition]
    let newByName: [String: FieldDefinition]

    init(_ was: ObjectDefinition, _ now: ObjectDefinition, stored: (was: StoredTable?, now: StoredTable?)) {
      self.was = was
      self.now = now
      self.stored = stored
      oldByID = Dictionary(was.fields.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
      newByID = Dictionary(now.fields.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
      oldByName = Dictionary(was.fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
      newByName = Dictionary(now.fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Whether both versions keep the table in a store by its key field; a list of fields counts more.
    var areStoredByKeyField: Bool {
      stored.was != nil && stored.now != nil && !was.header.attributes.contains("primary")
        && !now.header.attributes.contains("primary")
    }
  }

  private mutating func compareFields(_ was: FieldDefinition, _ now: FieldDefinition, _ tables: Tables) {
    let owner = tables.now.name
    let subject = "\(owner).\(now.name)"
    if was.name != now.name, let moved = tables.newByName[was.name] {
      return report(
        .breaking, .fieldMoved, "\(owner).\(moved.name)",
        "had the id \(was.id), which is that of '\(now.name)' now, and has \(moved.id): values would change places",
        at: moved.location)
    }
    if was.name != now.name, let before = tables.oldByName[now.name] {
      return report(
        .breaking, .fieldMoved, subject,
        "has the id \(now.id), which was that of '\(was.name)'; its own was \(before.id): values would change places",
        at: now.location)
    }
    if !now.isUnionTag, !was.isDeprecated {
      compareNames(was.name, now.name, now.attributes, subject, at: now.location)
    }
    guard compareTypes(was, now, subject) else { return }
    if was.isDeprecated, !now.isDeprecated {
      report(
        .care, .fieldRevived, subject,
        "its place was that of the deprecated field '\(was.name)': old data may still hold values there",
        at: now.location)
    }
    compareDefaults(was, now, subject)
    if !was.isUnionTag { compareRequired(was, now, subject) }
    if was.isKey != now.isKey { reportKey(now, subject, isStored: tables.areStoredByKeyField) }
    compareHashes(was, now, subject)
    compareNested(was, now, subject)
  }

  private mutating func compareRequired(_ was: FieldDefinition, _ now: FieldDefinition, _ subject: String) {
    if was.mustBePresent == now.mustBePresent { return }
    if now.mustBePresent {
      report(
        .breaking, .fieldRequired, subject, "is required now: old data without it is refused",
        at: now.location)
    } else if now.isDeprecated {
      report(
        .breaking, .fieldRequired, subject,
        "was required and is deprecated: new programs do not write it, and old ones refuse data without it",
        at: now.location)
    } else {
      report(
        .care, .fieldRequired, subject, "is no longer required: old programs refuse new data without it",
        at: now.location)
    }
  }

  /// Reports a field that became the key, or no longer is.
  private mutating func reportKey(_ field: FieldDefinition, _ subject: String, isStored: Bool) {
    let consequence =
      switch (field.isKey, isStored) {
      case (true, true): "is the key now: records stored before are not found by it"
      case (false, true): "is no longer the key: records stored before are found by nothing else"
      case (true, false): "is the key now: vectors in old data are not sorted by it"
      case (false, false): "is no longer the key: old programs search vectors by it"
      }
    report(isStored ? .breaking : .care, .key, subject, consequence, at: field.location)
  }

  private mutating func compareHashes(_ was: FieldDefinition, _ now: FieldDefinition, _ subject: String) {
    guard let before = was.attributes.string("hash"), let after = now.attributes.string("hash"),
      before != after
    else { return }
    report(
      .care, .hash, subject,
      "was hashed by '\(before)' and is by '\(after)': the same text is another number for each version",
      at: now.location)
  }

  private mutating func compareDefaults(_ was: FieldDefinition, _ now: FieldDefinition, _ subject: String) {
    if Self.isSame(was.defaultValue, now.defaultValue) { return }
    let isVector = now.type.isVector
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

  /// Bytes that need no longer be a FlatBuffer are fine: programs still may write what others expect.
  private mutating func compareNested(_ was: FieldDefinition, _ now: FieldDefinition, _ subject: String) {
    let isNestedNow = now.nestedTable != nil && was.nestedTable == nil
    let isFlexNow = now.isFlexBuffer && !was.isFlexBuffer
    if isNestedNow || isFlexNow {
      return report(
        .breaking, .nestedType, subject,
        "has to be a \(isNestedNow ? "FlatBuffer" : "FlexBuffer") now: old data with other bytes is refused",
        at: now.location)
    }
    guard let before = was.nestedTable, let after = now.nestedTable else { return }
    let name = old.objects[before].name
    if name != new.objects[after].name, newObjects[name] != nil {
      report(
        .breaking, .nestedType, subject,
        "held a '\(name)' and holds a '\(new.objects[after].name)': nested buffers would be misread",
        at: now.location)
    } else {
      compareObjects(before, after)
    }
  }

  /// What the store of this package keeps by the schema's attributes.
  private mutating func compareStorage(_ tables: Tables) {
    let now = tables.now
    guard let before = tables.stored.was else { return }
    let after = tables.stored.now
    if before.name != after?.name {
      report(
        .care, .storage, "\(now.name)",
        "was stored as '\(before.name)'\(after.map { " and is stored as '\($0.name)'" } ?? ""): records stored before are not found",
        at: now.header.location)
    }
    if let after, !tables.areStoredByKeyField, before.key.places != after.key.places {
      report(
        .breaking, .key, "\(now.name)",
        "the primary key was '\(before.key)' and is '\(after.key)': records stored before are not found by it",
        at: now.header.attributes["primary"]?.location ?? now.header.location)
    }
    for index in after?.indexes ?? [] {
      let known = before.index(named: index.name)
      // That the field has another place or type is told there.
      if let known, known.isUnique == index.isUnique, known.key.outline == index.key.outline { continue }
      report(
        .care, .storage, "\(now.name).\(index.components.first?.name ?? "")",
        "the \(index.isUnique ? "unique " : "")index '\(index.name)' is new: records stored before have to be indexed",
        at: index.location)
    }
  }

  // MARK: - Structs

  private mutating func compareStructs(_ was: ObjectDefinition, _ now: ObjectDefinition) {
    let oldNames = Set(was.fields.map(\.name))
    let newNames = Set(now.fields.map(\.name))
    for (field, other) in zip(was.fields, now.fields) {
      let subject = "\(now.name).\(other.name)"
      let isMoved = oldNames.contains(other.name) || newNames.contains(field.name)
      if field.name != other.name, isMoved {
        report(
          .breaking, .fieldMoved, subject, "stands where '\(field.name)' stood: values would change places",
          at: other.location)
        continue
      }
      compareNames(field.name, other.name, other.attributes, subject, at: other.location)
      if compareTypes(field, other, subject) { compareHashes(field, other, subject) }
      if field.isKey != other.isKey { reportKey(other, subject, isStored: false) }
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
