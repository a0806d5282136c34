internal import FlatBuffersReflection

extension SchemaSyntax {
  /// Files without the empty tables of built-in schemas that an earlier one of them has, too: see
  /// ``BuiltInSchemas/emptyTables``. Within one file a repeated name stays an error.
  static func withoutRepeatedEmptyTables(_ files: [SchemaSyntax]) -> [SchemaSyntax] {
    var known: Set<QualifiedName> = []
    return files.map { file in
      var file = file
      var left: Set<QualifiedName> = []
      file.declarations.removeAll { declaration in
        guard let name = declaration.emptyTable, known.contains(name) else { return false }
        return left.insert(name).inserted
      }
      known.formUnion(file.declarations.lazy.compactMap(\.emptyTable))
      return file
    }
  }
}

extension DeclarationSyntax {
  /// The name of a table without fields and attributes that a built-in schema has, too.
  fileprivate var emptyTable: QualifiedName? {
    guard case .object(let object) = self, !object.isStruct, object.fields.isEmpty,
      object.header.attributes.isEmpty
    else { return nil }
    let name = QualifiedName(namespace: object.header.namespace, name: object.header.name.text)
    return BuiltInSchemas.emptyTables.contains(name) ? name : nil
  }
}
