internal import FlatBuffersReflection

extension SchemaSyntax {
  /// Files without the tables that an earlier one of them has, too, if they have no fields.
  ///
  /// They are one type whichever is taken: so `flatwire.fbs` and the `wamp.fbs` of WAMP's catalog, each of which has a
  /// `Void`, can be included side by side. Within one file a repeated name stays an error.
  static func withoutRepeatedEmptyTables(_ files: [SchemaSyntax]) -> [SchemaSyntax] {
    var known: Set<String> = []
    return files.map { file in
      var file = file
      var left: Set<String> = []
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
  /// The full name of a table without fields and attributes.
  fileprivate var emptyTable: String? {
    guard case .object(let object) = self, !object.isStruct, object.fields.isEmpty,
      object.header.attributes.isEmpty
    else { return nil }
    return QualifiedName(namespace: object.header.namespace, name: object.header.name.text).description
  }
}
