internal import FlatBuffersReflection

extension FileGenerator {
  /// Whether a field is the primary key of a table that is kept in a store.
  func isStoredKey(_ field: TableField, of object: Int) -> Bool {
    options.tables && storage.table(of: object)?.key.parts.first?.path == [field.field.id]
  }

  func writeStore(_ tables: [StoredTablePlan], to writer: inout SourceWriter) {
    guard options.tables else { return }
    for (index, definition) in enums where !definition.isUnion && !definition.isBitFlags && !tables.isEmpty {
      writer.line()
      writer.line("extension \(names.enums[index]): \(store)StoreKey {}")
    }
    guard !tables.isEmpty else { return }
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
      writer.line("keyReadsVectors: false,")
      let indexes = table.indexes.map { $0.swiftName + ".definition" }
      writer.line(extraction(of: table.key) + (indexes.isEmpty ? ")" : ","))
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
      writer.line("keyReadsVectors: false,")
      writer.line(extraction(of: index.key) + ")")
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

  /// The argument that takes a key from a record; strings are encoded in place.
  private func extraction(of key: StoredTablePlan.Key) -> String {
    let field = key.field
    guard field.kind == .string else { return "key: { $0.\(field.name) }" }
    if field.isAlwaysThere { return "encodingKey: { $1.append($0.\(field.name)) }" }
    return "encodingKey: { if let key = $0.\(field.name) { $1.append(key) } }"
  }
}
