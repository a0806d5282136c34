public import FlatBuffersReflection
import FlatBuffersRuntime
import SharedBytes

/// A table of a store whose records are read and written by their schema at run time: no generated code is needed.
///
///     let store = try Store(path: "app.db")
///     let users = try store.table(named: "users")
///     try store.write { txn in try txn.put(json: #"{ "id": 7, "name": "Ann" }"#, in: users) }
///     let name = try store.read { txn in try txn.get(users, "7")?["name"]?.text }
///
/// Costs many times what a generated type does, since each record that is read is verified and copied.
public struct ReflectedTable: Sendable {
  /// What the store knows about the table.
  public let definition: TableDefinition
  /// The schema of its records, with their type as root.
  public let schema: Schema
  /// What the primary key is made of; `nil` if code makes it that no schema describes.
  let key: KeyDescription?
  /// The index of the records' type in the schema's objects.
  let record: Int

  /// The table's name.
  public var name: String { definition.name }

  /// - Returns: `nil` if nothing describes the table's records.
  init?(_ table: GivenTable) {
    guard let schema = table.schema, let record = schema.rootTable else { return nil }
    definition = table.definition
    self.schema = schema
    self.record = record
    key = table.entry.key.description
  }
}

extension Store {
  /// The tables that the store was opened with, as far as schemas describe their records.
  public var reflectedTables: [ReflectedTable] { state.given.compactMap { ReflectedTable($0) } }

  /// A table that the store was opened with, to be used without its generated code.
  ///
  /// - Throws: ``StoreError/Code/unknownTable`` with the names there are.
  public func table(named name: String) throws(StoreError) -> ReflectedTable {
    let tables = reflectedTables
    if let table = tables.first(where: { $0.name == name }) { return table }
    let names = tables.map(\.name).joined(separator: ", ")
    throw StoreError(
      .unknownTable,
      "\(path): there is no table \(name.debugDescription) with a schema; "
        + (names.isEmpty ? "there are none" : "there are \(names)"), table: name)
  }
}

extension ReflectedTable {
  /// The key that a text names.
  func encoded(_ text: String) throws(StoreError) -> KeyEncoder {
    var encoder = KeyEncoder()
    guard let key, key.encode(text: text, into: &encoder), !encoder.isTooLong else {
      throw StoreError(
        .key,
        "table \(name): \(text.debugDescription) is no key of it; keys are "
          + (key.map { "'\($0.description)'" } ?? "made by code"), table: name, key: text)
    }
    return encoder
  }

  /// A record's bytes as its schema has them, verified.
  func verified(_ bytes: SharedBytes) throws(StoreError) -> DynamicTable {
    do throws(VerificationError) {
      return try DynamicTable(verifying: bytes, as: record, of: schema)
    } catch {
      throw StoreError(
        .invalidRecord, "table \(name): these bytes are no \(definition.record.name): \(error)", table: name,
        cause: error)
    }
  }
}
