internal import SharedBytes

// A FlatBuffer within a field is a record in JSON, or an array of its bytes.
extension KeyedDecodingContainer<FieldName> {
  /// The bytes of a nested record, or `nil` if the field is absent.
  func nested<T: FlatTable & ~Escapable>(_ name: String, as type: T.Type) throws -> [UInt8]? {
    let key = FieldName(name)
    guard contains(key), try !decodeNil(forKey: key) else { return nil }
    return try requiredNested(name, as: type)
  }

  /// The bytes of a nested record that the schema requires.
  func requiredNested<T: FlatTable & ~Escapable>(_ name: String, as type: T.Type) throws -> [UInt8] {
    let key = FieldName(name)
    if let bytes = try? decode([UInt8].self, forKey: key) { return bytes }
    var builder = Builder()
    let root = try decode(CodedDraft<T.Draft>.self, forKey: key).draft.write(to: &builder)
    return Array(try builder.finish(root))
  }
}

extension KeyedEncodingContainer<FieldName> {
  /// Encodes a nested record, if there is one; bytes that are none of the type as they are.
  mutating func set<T: FlatTable & ~Escapable>(
    nested bytes: [UInt8]?, _ name: String, as type: T.Type
  ) throws {
    guard let bytes else { return }
    if let record = try? RecordBuffer<T>(verifying: SharedBytes(bytes)) {
      try encode(CodedDraft(record.draft), forKey: FieldName(name))
    } else {
      try encode(bytes, forKey: FieldName(name))
    }
  }
}
