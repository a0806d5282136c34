internal import FlatBuffersReflection

extension FileGenerator {
  /// Whether a field is in the primary key of a table that is kept in a store.
  func isStoredKey(_ field: TableField, of object: Int) -> Bool {
    options.tables
      && storage.table(of: object)?.components.contains { $0.path.first == field.field.id } == true
  }

  func writeStore(_ tables: [StoredTablePlan], to writer: inout SourceWriter) {
    guard options.tables else { return }
    guard !tables.isEmpty else { return }
    for (index, definition) in enums where !definition.isUnion {
      writer.line()
      writer.line("extension \(names.enums[index]): \(store)StoreKey {}")
    }
    for index in keyStructs(of: tables) { writeKeyConformance(ofStruct: index, to: &writer) }
    for table in tables {
      for (owner, key) in table.composites { writeKey(key, of: owner, in: table.record, to: &writer) }
    }
    let schemaType = typePrefix + "Schema"
    let fingerprint = fingerprintLiteral
    writer.line()
    writer.line("/// The stored tables of `\(fileName)`.")
    writer.block("\(access)enum \(schemaType)") { writer in
      writer.line("/// What a store is opened with.")
      writer.line("\(access)static let schema = \(store)StoreSchema(")
      writer.indented { writer in
        writer.line("name: \(Self.literal(baseName)), fingerprint: \(fingerprint),")
        writer.array("tables: ", tables.map { $0.swiftName + ".definition" }, ",")
        writer.line("binarySchema: \(embeddedSchemaName).schema)")
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
      writer.block("extension \(store)Table<\(table.record), \(table.key.type)>") { writer in
        writer.documentation(table.documentation)
        writer.line("\(access)static var \(table.swiftName): Self { \(schemaType).\(table.swiftName) }")
      }
      for index in table.indexes {
        writer.line()
        writer.block("extension \(store)Index<\(table.record), \(index.key.type)>") { writer in
          writer.line("\(access)static var \(index.swiftName): Self { \(schemaType).\(index.swiftName) }")
        }
      }
    }
  }

  private func writeTable(
    _ table: StoredTablePlan, _ ordinal: Int, _ fingerprint: String, to writer: inout SourceWriter
  ) {
    writer.line()
    writer.documentation(table.documentation)
    let type = "\(store)Table<\(table.record), \(table.key.type)>"
    writeDefinition(table.swiftName, type, to: &writer) { writer in
      writer.line(
        "name: \(Self.literal(table.stored.name)), ordinal: \(ordinal), fingerprint: \(fingerprint),")
      let indexes = table.indexes.map { $0.swiftName + ".definition" }
      writeExtraction(of: table.key, end: indexes.isEmpty ? ")" : ",", to: &writer)
      if !indexes.isEmpty { writer.array("indexes: ", indexes, ")") }
    }
  }

  private func writeIndex(
    _ index: StoredTablePlan.Index, of table: StoredTablePlan, _ ordinal: Int, _ fingerprint: String,
    to writer: inout SourceWriter
  ) {
    writer.line()
    let type = "\(store)Index<\(table.record), \(index.key.type)>"
    writeDefinition(index.swiftName, type, to: &writer) { writer in
      let unique = index.stored.isUnique ? ", unique: true" : ""
      writer.line(
        "name: \(Self.literal(index.stored.name)), ordinal: \(ordinal), fingerprint: \(fingerprint)\(unique),"
      )
      writeExtraction(of: index.key, end: ")", to: &writer)
    }
  }

  /// Writes `static let name = type(`, the type on a line of its own if both don't fit on one, and the arguments.
  private func writeDefinition(
    _ name: String, _ type: String, to writer: inout SourceWriter,
    arguments: (inout SourceWriter) -> Void
  ) {
    let head = "\(access)static let \(name) ="
    if writer.fits("\(head) \(type)(") {
      writer.line("\(head) \(type)(")
      return writer.indented(arguments)
    }
    writer.line(head)
    writer.indented { writer in
      writer.line("\(type)(")
      writer.indented(arguments)
    }
  }
}
