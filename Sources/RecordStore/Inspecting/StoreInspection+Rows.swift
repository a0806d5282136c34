public import FlatBuffersReflection
import LMDB

extension StoreInspection {
  /// Reads the newest snapshot, as long as the catalog is the one that is known: by another one its rows would be read
  /// wrongly.
  func read<R>(_ body: (LMDB.Snapshot) throws -> R) throws -> R {
    try environment.read { snapshot throws in
      guard try snapshot.commitMark()?.catalog ?? 0 == catalogCommit else {
        throw StoreError(
          .schemaChanged,
          "\(path): another program changed the file's tables since it was opened to be looked into. Open it anew"
        )
      }
      return try body(snapshot)
    }
  }

  /// Calls `body` with each row of a table in the order of the keys, until it gives false.
  ///
  /// - Parameters:
  ///   - name: the table's name.
  ///   - body: gets the primary key as text and the record by the schema in the file, verified.
  /// - Throws: ``StoreError/Code/unknownTable`` with the names there are, ``StoreError/Code/invalidRecord`` with the key
  ///   of a row that is no record of its schema, ``StoreError/Code/replicaIncomplete`` for a replica's table that is not
  ///   whole, ``StoreError/Code/schemaChanged`` if another program changed the file's tables meanwhile, and what `body`
  ///   throws.
  public func walkRows(of name: String, _ body: (_ key: String, _ record: DynamicTable) throws -> Bool) throws
  {
    let (entry, database) = try stored(name)
    let reader = try DynamicRows(entry, path)
    try described {
      try read { snapshot throws in
        var cursor = try snapshot.cursor(database)
        while let row = try cursor.next() {
          let record = try reader.table(SharedBytes(copying: row.value), at: row.key)
          guard try body(entry.key.description.text(of: row.key), record) else { return }
        }
      }
    }
  }

  /// Calls `body` with each row of a table in the order of the keys.
  ///
  /// - Throws: as ``walkRows(of:_:)``.
  public func forEachRow(of name: String, _ body: (_ key: String, _ record: DynamicTable) throws -> Void)
    throws
  {
    try walkRows(of: name) { key, record in
      try body(key, record)
      return true
    }
  }

  /// Finds a record by its primary key.
  ///
  /// - Parameter key: the key as text: `7`, or the string itself.
  /// - Returns: the record by the schema in the file, or `nil` if there is none.
  /// - Throws: ``StoreError/Code/unknownTable``; ``StoreError/Code/key`` if the text is no key of the table.
  public func get(_ key: String, from name: String) throws -> DynamicTable? {
    let (entry, database) = try stored(name)
    var encoder = KeyEncoder()
    guard let description = entry.key.description, description.encode(text: key, into: &encoder) else {
      throw StoreError(
        .key, "\(path): table \(name): \(key.debugDescription) is no key of it; keys are \(entry.key.text)",
        table: name)
    }
    let reader = try DynamicRows(entry, path)
    return try described {
      let bytes = try read { snapshot throws in try snapshot.copy(database, encoder.bytes) }
      guard let bytes else { return nil }
      return try reader.table(SharedBytes(bytes), at: encoder.bytes)
    }
  }

  /// How a program's schema differs from what is in the file: what its opening would be refused for, and what it
  /// would build.
  ///
  /// - Parameter schema: the program's schema.
  /// - Returns: the findings of all tables that both have; none if they go together as they are.
  /// - Throws: ``StoreError/Code/catalog`` if a schema in the file is damaged.
  public func findings(for schema: Schema) throws(StoreError) -> [EvolutionFinding] {
    let model = StorageModel(schema)
    var findings: [EvolutionFinding] = []
    for entry in catalog.tables ?? [] {
      guard let table = model.table(named: entry.name) else { continue }
      let key = CatalogKey.Draft(table.key)
      let ofTable = try entry.findings(for: schema.reduced(to: [table.object]), path)
      // Where the comparison of schemas sees it, it names the place.
      if !key.isSameKey(as: entry.key), !ofTable.contains(where: { $0.change == .key }) {
        findings.append(
          EvolutionFinding(
            severity: .breaking, change: .key, subject: entry.name,
            message:
              "the primary key was \(entry.key.text) and is \(key.text): records stored before would not be found"
          ))
      }
      findings += ofTable.filter { $0.concernsRecords || $0.change == .storage }
    }
    return findings
  }

  func stored(_ name: String) throws(StoreError) -> (CatalogTable.Draft, Database) {
    guard let entry = catalog.table(named: name), let database = handles[name] else {
      let names = tables.map(\.name).joined(separator: ", ")
      throw StoreError(
        .unknownTable,
        "\(path): there is no table \(name.debugDescription); "
          + (names.isEmpty ? "the file is not one of a store" : "there are \(names)"), table: name)
    }
    try checkIsWhole(entry)
    return (entry, database)
  }

  /// - Throws: ``StoreError/Code/replicaIncomplete`` for a replica's table whose rows are of no one commit.
  func checkIsWhole(_ entry: CatalogTable.Draft) throws(StoreError) {
    if let replica = ReplicaMark(entry), replica.isIncomplete { throw replica.incomplete(entry.name, path) }
  }

  func described<R>(_ body: () throws -> R) throws -> R {
    do {
      return try body()
    } catch let error as LMDBError {
      throw StoreError(error)
    }
  }
}
