import FlatBuffersReflection
import SharedBytes

extension CatalogTable.Draft {
  /// What a key of the table is made of; `nil` if code makes it, or if no version of the records has such fields: a
  /// damaged catalog must not make anything be read where it is not.
  func fitting(_ key: CatalogKey.Draft) -> KeyDescription? {
    guard let description = key.description else { return nil }
    let schemas = versions.compactMap { version in
      version.schema.flatMap { try? Schema(binary: SharedBytes($0)) }
    }
    // What one version has at a place, others have there, too, or not at all.
    let fits = description.parts.allSatisfy { part in
      schemas.contains { $0.part(at: part.path)?.standsWhere(part) == true }
    }
    return fits ? description : nil
  }
}
