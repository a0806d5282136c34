package import FlatBuffersReflection

/// Keys that come from elsewhere.
extension KeyDescription {
  /// Whether bytes are such a key, whole and with nothing behind it.
  package func isKey(_ bytes: RawSpan) -> Bool {
    guard bytes.byteCount <= KeyEncoder.limit else { return false }
    var decoder = KeyDecoder(bytes)
    return skip(&decoder) && decoder.isAtEnd
  }

  /// Whether bytes are such a key, whole, with another one behind it: an entry of an index with its primary key.
  ///
  /// - Parameter primary: what primary keys are made of; `nil` if that is not known.
  package func isKey(_ bytes: RawSpan, before primary: KeyDescription?) -> Bool {
    guard bytes.byteCount <= KeyEncoder.limit else { return false }
    var decoder = KeyDecoder(bytes)
    guard skip(&decoder) else { return false }
    guard let primary else { return !decoder.isAtEnd }
    return primary.skip(&decoder) && decoder.isAtEnd
  }

  /// - Returns: whether a key stood there.
  private func skip(_ decoder: inout KeyDecoder) -> Bool {
    for part in parts where !part.skip(&decoder) { return false }
    return true
  }
}

extension KeyPart {
  fileprivate func skip(_ decoder: inout KeyDecoder) -> Bool {
    if order == .ascending { return skipAscending(&decoder) }
    return decoder.inverted { decoder in skipAscending(&decoder) }
  }

  private func skipAscending(_ decoder: inout KeyDecoder) -> Bool {
    switch type {
    case .string, .bytes: return decoder.bytes() != nil
    case .fixedBytes: return decoder.bytes(count: count) != nil
    case .bool, .unsigned, .signed, .real:
      for _ in 0..<count where decoder.unsigned() == nil { return false }
      return true
    }
  }
}
