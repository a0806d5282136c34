import FlatBuffersReflection

/// Checks of what comes from elsewhere. Wrong keys could do no harm, but whoever gives one would take it for a key of
/// nothing.
extension ServedTable {
  /// - Throws: ``StoreError/Code/key`` if the bytes are no primary key.
  package func checkKey(_ bytes: RawSpan) throws(StoreError) {
    try check(bytes, of: key, index: nil)
  }

  /// - Throws: ``StoreError/Code/key`` if the bytes are no primary key.
  package func checkKey(_ bytes: [UInt8]) throws(StoreError) {
    // Bytes have no padding that could be read uninitialised.
    try unsafe checkKey(bytes.span.bytes)
  }

  /// - Throws: ``StoreError/Code/key`` if a bound of a range is no key of the index, or no primary key where there is none.
  package func check(_ range: StoredKeyRange, by index: ServedIndex?) throws(StoreError) {
    try check(range.lower, by: index)
    try check(range.upper, by: index)
  }

  private func check(_ bound: StoredKeyBound, by index: ServedIndex?) throws(StoreError) {
    let description = index.map(\.key) ?? key
    switch bound {
    case .none: break
    case .including(let bytes), .excluding(let bytes):
      try unsafe check(bytes.span.bytes, of: description, index: index)
    // What a key begins with can end anywhere.
    case .beginning(let bytes):
      guard bytes.count <= KeyEncoder.limit else {
        throw unsafe noKey(bytes.span.bytes, of: description, index: index)
      }
    }
  }

  private func check(_ bytes: RawSpan, of key: KeyDescription?, index: ServedIndex?) throws(StoreError) {
    guard key?.isKey(bytes) ?? (1...KeyEncoder.limit ~= bytes.byteCount) else {
      throw noKey(bytes, of: key, index: index)
    }
  }

  /// - Throws: ``StoreError/Code/cursorToken`` if the token is of something else, or names no entry that there could be.
  package func check(_ token: CursorToken, by index: ServedIndex?) throws(StoreError) {
    // Bytes have no padding that could be read uninitialised.
    let bytes = unsafe token.key.span.bytes
    let isEntry =
      if let index {
        // In an index that is not unique, the primary key stands behind the key.
        index.definition.isUnique ? index.key?.isKey(bytes) : index.key?.isKey(bytes, before: key)
      } else {
        key?.isKey(bytes)
      }
    guard token.table == name, token.index == index?.name, isEntry ?? true else {
      throw StoreError(
        .cursorToken,
        "the cursor token names no place in the \(index.map { "index \($0.name) of the " } ?? "")table \(name)",
        table: name, index: index?.name)
    }
  }

  private func noKey(_ bytes: RawSpan, of key: KeyDescription?, index: ServedIndex?) -> StoreError {
    let place = index.map { "index \($0.name)" } ?? "table \(name)"
    return StoreError(
      .key,
      "\(place): \(bytes.byteCount) bytes are no key of it; keys are "
        + (key.map { "'\($0.description)'" } ?? "made by code, of 1 to \(KeyEncoder.limit) bytes"),
      table: name, index: index?.name)
  }
}
