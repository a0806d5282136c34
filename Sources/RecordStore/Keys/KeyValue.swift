package import FlatBuffersReflection

/// A value that somebody gives for a part of a key, in a type of its own.
package enum KeyValue: Sendable, Equatable {
  case bool(Bool)
  case integer(Int128)
  case real(Double)
  case text(String)
  case bytes([UInt8])
  /// The elements of an array.
  case list([KeyValue])
}

extension KeyPart {
  /// Appends a value as the part is stored.
  ///
  /// - Returns: whether it is a value of the part's type.
  package func append(_ value: KeyValue, to encoder: inout KeyEncoder) -> Bool {
    let start = encoder.byteCount
    guard appendAscending(value, to: &encoder) else { return false }
    if order == .descending { encoder.invert(from: start) }
    return true
  }

  private func appendAscending(_ value: KeyValue, to encoder: inout KeyEncoder) -> Bool {
    switch (type, value) {
    case (.string, .text(let text)):
      encoder.append(text)
      return true
    case (.bytes, .bytes(let bytes)):
      encoder.append(bytes)
      return true
    case (.fixedBytes, .bytes(let bytes)): return append(bytes, to: &encoder)
    case (.fixedBytes, .text(let text)): return append(KeyText.uuid(text) ?? [], to: &encoder)
    case (.bool, _), (.unsigned, _), (.signed, _), (.real, _): break
    default: return false
    }
    guard count > 1 else { return appendNumber(value, to: &encoder) }
    guard case .list(let values) = value, values.count == count else { return false }
    for value in values where !appendNumber(value, to: &encoder) { return false }
    return true
  }

  /// Appends the bytes of a fixed number of them.
  ///
  /// - Returns: whether they are as many.
  func append(_ bytes: [UInt8], to encoder: inout KeyEncoder) -> Bool {
    guard bytes.count == count else { return false }
    for byte in bytes { encoder.push(byte) }
    encoder.pad()
    return true
  }

  private func appendNumber(_ value: KeyValue, to encoder: inout KeyEncoder) -> Bool {
    switch (type, value) {
    case (.bool, .bool(let flag)): encoder.append(flag)
    case (.signed, .integer(let number)):
      guard scalar?.integerRange?.contains(number) == true else { return false }
      encoder.append(Int64(truncatingIfNeeded: number))
    case (.unsigned, .integer(let number)):
      guard scalar?.integerRange?.contains(number) == true else { return false }
      encoder.append(UInt64(truncatingIfNeeded: number))
    case (.real, .integer(let number)): return appendNumber(.real(Double(number)), to: &encoder)
    // What some notations have no number for.
    case (.real, .text("nan")): return appendNumber(.real(.nan), to: &encoder)
    case (.real, .text("inf")): return appendNumber(.real(.infinity), to: &encoder)
    case (.real, .text("-inf")): return appendNumber(.real(-.infinity), to: &encoder)
    case (.real, .real(let number)) where scalar == .float:
      guard Float(number).isFinite == number.isFinite else { return false }
      encoder.append(Float(number))
    case (.real, .real(let number)): encoder.append(number)
    default: return false
    }
    return true
  }
}
