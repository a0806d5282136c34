/// Which tables of a schema are stored, under which keys and in which indexes.
///
/// The one place where the attributes `table`, `key`, `index` and `unique` are judged: the schema compiler, the
/// comparison of two schemas and stores read this value.
package struct StorageModel: Sendable, Equatable {
  /// The stored tables, in the order of the schema.
  package private(set) var tables: [StoredTable] = []
  /// What the schema says wrongly; such tables and indexes are left out.
  package private(set) var faults: [StorageFault] = []

  /// - Complexity: linear in the size of the schema.
  package init(_ schema: Schema) {
    for index in schema.objects.indices where !schema.objects[index].isStruct {
      add(index, of: schema)
    }
  }

  /// The stored table of a name.
  package func table(named name: String) -> StoredTable? { tables.first { $0.name == name } }

  /// The stored table that holds the records of a table of the schema.
  package func table(of object: Int) -> StoredTable? { tables.first { $0.object == object } }

  private mutating func add(_ index: Int, of schema: Schema) {
    let object = schema.objects[index]
    let fields = object.fields.filter { !$0.isDeprecated && !$0.isUnionTag }
    guard let attribute = object.header.attributes["table"] else {
      for field in fields {
        for kind in StoredIndex.attributes {
          guard let attribute = field.attributes[kind] else { continue }
          faults.append(
            StorageFault(
              "found '\(kind)' on a field of '\(object.name)', expected a stored table",
              at: attribute.location, hint: "add (table: \"…\") to the table"))
        }
      }
      return
    }
    guard let name = self.name(in: attribute) else { return }
    guard let keyField = fields.first(where: \.isKey) else {
      faults.append(
        StorageFault(
          "found the stored table '\(object.name)' without a key, expected (key) on one of its fields",
          at: object.header.location))
      return
    }
    guard let key = self.key(of: keyField, schema) else { return }
    guard key.absence != .notIndexed else {
      faults.append(
        StorageFault(
          "found the key '\(keyField.name)' of '\(object.name)' that records can be without, "
            + "expected it to be required or to have a default", at: keyField.location))
      return
    }
    var table = StoredTable(
      name: name, object: index, record: object.name, key: KeyDescription(parts: [key]), indexes: [])
    for field in fields {
      for kind in StoredIndex.attributes {
        guard let attribute = field.attributes[kind], let name = self.name(in: attribute),
          let part = self.key(of: field, schema)
        else { continue }
        table.indexes.append(
          StoredIndex(name: name, isUnique: kind == "unique", key: KeyDescription(parts: [part])))
      }
    }
    tables.append(table)
  }

  private mutating func name(in attribute: AttributeList.Element) -> String? {
    guard case .string(let name) = attribute.value else {
      faults.append(
        StorageFault(
          "found '\(attribute.name)' without a name, expected (\(attribute.name): \"…\")",
          at: attribute.location))
      return nil
    }
    guard Lexer.isIdentifier(name) else {
      faults.append(
        StorageFault(
          "found the name \(name.debugDescription), expected letters, digits and underscores",
          at: attribute.location))
      return nil
    }
    return name
  }

  private mutating func key(of field: FieldDefinition, _ schema: Schema) -> KeyPart? {
    if let part = KeyPart(field, in: schema) { return part }
    faults.append(
      StorageFault(
        "found the field '\(field.name)' as a key of a stored table, expected an integer, bool, enum or string",
        at: field.location))
    return nil
  }
}
