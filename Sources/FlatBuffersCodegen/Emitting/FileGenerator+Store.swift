internal import FlatBuffersReflection

extension FileGenerator {
  /// The tables of the main file that are stored, none if they are not asked for.
  func storedTables(_ log: inout DiagnosticLog) -> [StoredTable] {
    guard options.tables else { return [] }
    var used = UniqueNames()
    var stored: [StoredTable] = []
    for (index, object) in objects where !object.isStruct {
      let fields = tableFields(of: object, index)
      guard let attribute = object.header.attributes["table"] else {
        for field in fields {
          for name in ["index", "unique"] {
            guard let attribute = field.field.attributes[name] else { continue }
            log.error(
              "found '\(name)' on a field of '\(object.name)', expected a stored table",
              at: attribute.location,
              hint: "add (table: \"…\") to the table")
          }
        }
        continue
      }
      guard let name = storeName(attribute, &log) else { continue }
      let swiftName = ReservedNames.store.member(name)
      used.add(swiftName, for: name, at: attribute.location, &log)
      guard let keyField = fields.first(where: \.field.isKey) else {
        log.error(
          "found the stored table '\(object.name)' without a key, expected (key) on one of its fields",
          at: object.header.location)
        continue
      }
      guard let key = key(keyField, &log) else { continue }
      stored.append(
        StoredTable(
          name: name, swiftName: swiftName, record: names.objects[index], key: key,
          indexes: indexes(fields, &used, &log), documentation: object.header.documentation))
    }
    return stored
  }

  private func indexes(
    _ fields: [TableField], _ used: inout UniqueNames, _ log: inout DiagnosticLog
  ) -> [StoredTable.Index] {
    var indexes: [StoredTable.Index] = []
    for field in fields {
      for attributeName in ["index", "unique"] {
        guard
          let attribute = field.field.attributes[attributeName],
          let name = storeName(attribute, &log),
          let key = key(field, &log)
        else { continue }
        let swiftName = ReservedNames.store.member(name)
        used.add(swiftName, for: name, at: attribute.location, &log)
        indexes.append(
          StoredTable.Index(
            name: name, swiftName: swiftName, isUnique: attributeName == "unique", key: key))
      }
    }
    return indexes
  }

  private func storeName(_ attribute: AttributeList.Element, _ log: inout DiagnosticLog) -> String? {
    guard case .string(let name) = attribute.value else {
      log.error(
        "found '\(attribute.name)' without a name, expected (\(attribute.name): \"…\")",
        at: attribute.location)
      return nil
    }
    guard Lexer.isIdentifier(name) else {
      log.error(
        "found the name \(Self.literal(name)), expected letters, digits and underscores",
        at: attribute.location)
      return nil
    }
    return name
  }

  private func key(_ field: TableField, _ log: inout DiagnosticLog) -> StoredTable.Key? {
    switch field.field.type {
    case .single(.string): return StoredTable.Key(type: "String", field: field)
    case .single(.scalar(let scalar)) where !scalar.isFloatingPoint:
      return StoredTable.Key(type: field.type, field: field)
    case .single(.enumeration): return StoredTable.Key(type: field.type, field: field)
    default:
      log.error(
        "found the field '\(field.field.name)' as a key of a stored table, expected an integer, bool, enum or string",
        at: field.field.location)
      return nil
    }
  }

  // MARK: - Writing

  func writeStore(_ tables: [StoredTable], to writer: inout SourceWriter) {
    guard options.tables else { return }
    for (index, definition) in enums where !definition.isUnion && !definition.isBitFlags && !tables.isEmpty {
      writer.line()
      writer.line("extension \(names.enums[index]): StoreKey {}")
    }
    guard !tables.isEmpty else { return }
    let schemaType = typePrefix + "Schema"
    let fingerprint = fingerprintLiteral
    writer.line()
    writer.line("/// The stored tables of `\(fileName)`.")
    writer.block("\(access)enum \(schemaType)") { writer in
      writer.line("/// What a store is opened with.")
      writer.line("\(access)static let schema = StoreSchema(")
      writer.indented { writer in
        writer.line("name: \(Self.literal(baseName)), fingerprint: \(fingerprint),")
        writer.array("tables: ", tables.map { $0.swiftName + ".definition" }, ")")
      }
      var indexOrdinal = 0
      for (ordinal, table) in tables.enumerated() {
        writeTable(table, ordinal, fingerprint, to: &writer)
        for index in table.indexes {
          writeIndex(index, of: table, indexOrdinal, fingerprint, to: &writer)
          indexOrdinal += 1
        }
      }
    }
    for table in tables {
      writer.line()
      writer.block("extension Table where Record == \(table.record), Key == \(table.key.type)") { writer in
        writer.documentation(table.documentation)
        writer.line("\(access)static var \(table.swiftName): Self { \(schemaType).\(table.swiftName) }")
      }
      for index in table.indexes {
        writer.line()
        writer.block("extension Index where Record == \(table.record), Key == \(index.key.type)") { writer in
          writer.line("\(access)static var \(index.swiftName): Self { \(schemaType).\(index.swiftName) }")
        }
      }
    }
  }

  private func writeTable(
    _ table: StoredTable, _ ordinal: Int, _ fingerprint: String, to writer: inout SourceWriter
  ) {
    writer.line()
    writer.documentation(table.documentation)
    writer.line("\(access)static let \(table.swiftName) = Table<\(table.record), \(table.key.type)>(")
    writer.indented { writer in
      writer.line("name: \(Self.literal(table.name)), ordinal: \(ordinal), fingerprint: \(fingerprint),")
      writer.line("keyReadsVectors: false,")
      let indexes = table.indexes.map { $0.swiftName + ".definition" }
      writer.line(extraction(of: table.key) + (indexes.isEmpty ? ")" : ","))
      if !indexes.isEmpty { writer.array("indexes: ", indexes, ")") }
    }
  }

  private func writeIndex(
    _ index: StoredTable.Index, of table: StoredTable, _ ordinal: Int, _ fingerprint: String,
    to writer: inout SourceWriter
  ) {
    writer.line()
    writer.line("\(access)static let \(index.swiftName) = Index<\(table.record), \(index.key.type)>(")
    writer.indented { writer in
      let unique = index.isUnique ? ", unique: true" : ""
      writer.line(
        "name: \(Self.literal(index.name)), ordinal: \(ordinal), fingerprint: \(fingerprint)\(unique),")
      writer.line("keyReadsVectors: false,")
      writer.line(extraction(of: index.key) + ")")
    }
  }

  /// The argument that takes a key from a record; strings are encoded in place.
  private func extraction(of key: StoredTable.Key) -> String {
    let field = key.field
    guard field.kind == .string else { return "key: { $0.\(field.name) }" }
    if field.isAlwaysThere { return "encodingKey: { $1.append($0.\(field.name)) }" }
    return "encodingKey: { if let key = $0.\(field.name) { $1.append(key) } }"
  }
}
