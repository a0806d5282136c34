package import FlatBuffersRuntime

// Keys as they are stored, for who has rows of a table and no store.
extension Table where Record: ~Escapable {
  /// The bytes of a record's primary key.
  ///
  /// - Throws: ``StoreError/Code/key`` if it has none that can be stored.
  package func storedKey(of record: RecordBuffer<Record>) throws(StoreError) -> [UInt8] {
    var key = KeyEncoder()
    // Sound because a buffer's bytes are verified.
    definition.encodeKey(unsafe TableView(unverifiedRoot: record.bytes.bytes), &key)
    guard !key.isTooLong, !key.isEmpty else {
      throw StoreError(
        .key, "table \(definition.name): the record has no primary key that can be stored",
        table: definition.name)
    }
    return [UInt8](stored: key)
  }

  /// The key that bytes stand for; `nil` if they are none of the table.
  package func key(stored bytes: [UInt8]) -> Key? {
    // Bytes have no padding that could be read uninitialised.
    var decoder = unsafe KeyDecoder(bytes.span.bytes)
    guard let key = Key(from: &decoder), decoder.isAtEnd else { return nil }
    return key
  }
}

extension StoredKeyRange {
  /// Whether the key with these bytes lies in it.
  package func contains(_ key: [UInt8]) -> Bool {
    let range = EncodedRange(self)
    // Bytes have no padding that could be read uninitialised.
    let bytes = unsafe key.span.bytes
    return !range.startsAfter(bytes) && range.endsAfter(bytes)
  }
}
