/// Which tables of a schema are stored, under which keys and in which indexes.
///
/// The one place where the attributes `table`, `key`, `primary`, `index` and `unique` are judged: the schema compiler,
/// the comparison of two schemas and stores read this value.
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
    guard let attribute = object.header.attributes["table"] else { return refuseKeys(of: object) }
    let resolver = KeyResolver(schema: schema, object: object)
    guard let name = self.name(in: attribute), let key = primaryKey(resolver) else { return }
    var table = StoredTable(name: name, object: index, record: object.name, components: key)
    for field in object.fields where !field.isDeprecated && !field.isUnionTag {
      for kind in StoredIndex.attributes {
        guard let attribute = field.attributes[kind], let name = self.name(in: attribute),
          let component = judge(
            field.location, { () throws(KeyResolver.Fault) in try resolver.component(field) })
        else { continue }
        add(
          StoredIndex(
            name: name, location: attribute.location, isUnique: kind == "unique", components: [component]),
          to: &table)
      }
    }
    for (index, location) in listedIndexes(of: object) {
      guard let components = components(index.fields, resolver, at: location) else { continue }
      add(
        StoredIndex(name: index.name, location: location, isUnique: index.isUnique, components: components),
        to: &table)
    }
    tables.append(table)
  }

  /// What only stored tables have.
  private mutating func refuseKeys(of object: ObjectDefinition) {
    for field in object.fields where !field.isDeprecated {
      for kind in StoredIndex.attributes {
        guard let attribute = field.attributes[kind] else { continue }
        faults.append(
          StorageFault(
            "found '\(kind)' on a field of '\(object.name)', expected a stored table",
            at: attribute.location, hint: "add (table: \"…\") to the table"))
      }
    }
    for kind in ["primary", "index"] {
      guard let attribute = object.header.attributes[kind] else { continue }
      faults.append(
        StorageFault(
          "found '\(kind)' on '\(object.name)', expected a stored table", at: attribute.location,
          hint: "add (table: \"…\") to it"))
    }
  }

  // MARK: - The primary key

  private mutating func primaryKey(_ resolver: KeyResolver) -> [KeyComponent]? {
    let object = resolver.object
    let location: SourceLocation
    let components: [KeyComponent]
    if let attribute = object.header.attributes["primary"] {
      guard let text = list(in: attribute, "primary: \"a, b desc\""),
        let fields = parse(attribute.location, { () throws(KeyList.Fault) in try KeyList.fields(text[...]) }),
        let found = self.components(fields, resolver, at: attribute.location)
      else { return nil }
      (location, components) = (attribute.location, found)
    } else if let field = object.fields.first(where: { $0.isKey && !$0.isDeprecated }) {
      guard
        let component = judge(
          field.location, { () throws(KeyResolver.Fault) in try resolver.component(field) })
      else { return nil }
      (location, components) = (field.location, [component])
    } else {
      faults.append(
        StorageFault(
          "found the stored table '\(object.name)' without a key, expected (key) on one of its fields",
          at: object.header.location, hint: "or name several: (primary: \"a, b desc\") on the table"))
      return nil
    }
    guard checkAlwaysThere(components, of: object, at: location), checkSize(components, at: location) else {
      return nil
    }
    return components
  }

  /// Whether every record has one primary key.
  private mutating func checkAlwaysThere(
    _ components: [KeyComponent], of object: ObjectDefinition, at location: SourceLocation
  ) -> Bool {
    for component in components {
      for part in component.parts {
        if part.isOfEachElement {
          faults.append(
            StorageFault(
              "found the vector '\(component.name)' as the key of '\(object.name)', expected one value: "
                + "a record has one primary key", at: location, hint: "make an index of it"))
          return false
        }
        if part.absence == .notIndexed {
          faults.append(
            StorageFault(
              "found the key '\(component.name)' of '\(object.name)' that records can be without, "
                + "expected it to be required or to have a default", at: location))
          return false
        }
      }
    }
    return true
  }

  // MARK: - Indexes

  /// The indexes that a table lists.
  private mutating func listedIndexes(
    of object: ObjectDefinition
  ) -> [(index: KeyList.Index, location: SourceLocation)] {
    let attributes = object.header.attributes.elements.filter { $0.name == "index" }
    guard let attribute = attributes.first else { return [] }
    if attributes.count > 1 {
      faults.append(
        StorageFault(
          "found 'index' twice on '\(object.name)', expected all indexes in one", at: attributes[1].location,
          hint: "write semicolons between them: (index: \"byA(a); byB(b)\")"))
    }
    guard let text = list(in: attribute, "index: \"byA(a, b desc); unique byC(c)\""),
      let indexes = parse(attribute.location, { () throws(KeyList.Fault) in try KeyList.indexes(text) })
    else { return [] }
    return indexes.map { ($0, attribute.location) }
  }

  private mutating func add(_ index: StoredIndex, to table: inout StoredTable) {
    let vectors = Set(index.key.parts.filter(\.isOfEachElement).map(\.path.first))
    guard vectors.count <= 1 else {
      return faults.append(
        StorageFault(
          "found several vectors in the index '\(index.name)', expected one: a record has a key for each of its "
            + "elements", at: index.location, hint: "make an index for each vector"))
    }
    guard checkSize(index.components, at: index.location) else { return }
    guard table.index(named: index.name) == nil else {
      return faults.append(
        StorageFault(
          "found the index '\(index.name)' twice on '\(table.name)', expected a name for each",
          at: index.location))
    }
    table.indexes.append(index)
  }

  // MARK: - Names and fields

  private mutating func components(
    _ fields: [KeyList.Field], _ resolver: KeyResolver, at location: SourceLocation
  ) -> [KeyComponent]? {
    var components: [KeyComponent] = []
    for field in fields {
      guard
        let component = judge(location, { () throws(KeyResolver.Fault) in try resolver.component(field) })
      else { return nil }
      if components.contains(where: { $0.path == component.path }) {
        faults.append(
          StorageFault("found '\(field.name)' twice in a key, expected it once", at: location))
        return nil
      }
      components.append(component)
    }
    return components
  }

  /// Whether the values can be short enough for a key at all.
  private mutating func checkSize(_ components: [KeyComponent], at location: SourceLocation) -> Bool {
    let size = components.key.minimumByteCount
    if size <= KeyDescription.maximumByteCount { return true }
    faults.append(
      StorageFault(
        "found a key of \(size) bytes at least, expected at most \(KeyDescription.maximumByteCount): each number "
          + "takes 8 bytes", at: location))
    return false
  }

  private mutating func judge(
    _ location: SourceLocation, _ find: () throws(KeyResolver.Fault) -> KeyComponent
  ) -> KeyComponent? {
    do throws(KeyResolver.Fault) {
      return try find()
    } catch {
      faults.append(StorageFault(error.message, at: location, hint: error.hint))
      return nil
    }
  }

  private mutating func parse<R>(
    _ location: SourceLocation, _ read: () throws(KeyList.Fault) -> R
  ) -> R? {
    do throws(KeyList.Fault) {
      return try read()
    } catch {
      faults.append(
        StorageFault("found '\(error.found)', expected \(error.expected)", at: location))
      return nil
    }
  }

  private mutating func list(in attribute: AttributeList.Element, _ example: String) -> String? {
    if case .string(let text) = attribute.value { return text }
    faults.append(
      StorageFault("found '\(attribute.name)' without fields, expected (\(example))", at: attribute.location))
    return nil
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
}
