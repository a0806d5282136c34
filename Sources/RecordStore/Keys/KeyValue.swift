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
    case (.fixedBytes, .bytes(let bytes)): return append(fixed: bytes, to: &encoder)
    case (.fixedBytes, .text(let text)): return append(fixed: KeyText.uuid(text) ?? [], to: &encoder)
    case (.bool, _), (.unsigned, _), (.signed, _), (.real, _): break
    default: return false
    }
    guard count > 1 else { return appendNumber(value, to: &encoder) }
    guard case .list(let values) = value, values.count == count else { return false }
    for value in values where !appendNumber(value, to: &encoder) { return false }
    return true
  }

  private func append(fixed bytes: [UInt8], to encoder: inout KeyEncoder) -> Bool {
    guard bytes.count == count else { return false }
    for byte in bytes { encoder.push(byte) }
    encoder.pad()
    return true
  }

  private func appendNumber(_ value: KeyValue, to encoder: inout KeyEncoder) -> Bool {
    switch (type, value) {
    case (.bool, .bool(let flag)): encoder.append(flag)
    case (.signed, .integer(let number)):
      guard range.contains(number) else { return false }
      encoder.append(Int64(truncatingIfNeeded: number))
    case (.unsigned, .integer(let number)):
      guard range.contains(number) else { return false }
      encoder.append(UInt64(truncatingIfNeeded: number))
    case (.real, .integer(let number)): return appendNumber(.real(Double(number)), to: &encoder)
    case (.real, .real(let number)):
      if scalar == .float { encoder.append(Float(number)) } else { encoder.append(number) }
    default: return false
    }
    return true
  }

  /// The integers that the record's scalar holds.
  private var range: ClosedRange<Int128> {
    let bits = Int128(scalar?.size ?? 8) * 8
    return type == .signed ? -(1 << (bits - 1))...(1 << (bits - 1)) - 1 : 0...(1 << bits) - 1
  }
}
