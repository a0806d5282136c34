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
    let fits = description.parts.allSatisfy { part in schemas.contains { $0.records(have: part) } }
    return fits ? description : nil
  }
}

extension Schema {
  /// Whether records of the root's type keep the value of a key where the key says, in its size.
  fileprivate func records(have part: KeyPart) -> Bool {
    guard let root = rootTable, let field = objects[root].fields.first(where: { [$0.id] == part.path }),
      case .single(let element) = field.type
    else { return false }
    guard let scalar = part.scalar else { return element == .string }
    switch element {
    case .scalar(let stored): return stored.size == scalar.size
    case .enumeration(let index): return enums[index].underlyingType.size == scalar.size
    default: return false
    }
  }
}
