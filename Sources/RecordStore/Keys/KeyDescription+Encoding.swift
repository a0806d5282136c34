import FlatBuffersReflection
import FlatBuffersRuntime

/// Keys read from records by their description: for indexes that a program has no code of.
///
/// Gives the same bytes as generated code, only slower.
extension KeyDescription {
  /// What takes the key from a record.
  var extraction: KeyExtraction { { record, encoder in self.encode(record, into: &encoder) } }

  /// Appends a record's key; appends nothing if the record is not to be indexed.
  func encode(_ record: TableView, into encoder: inout KeyEncoder) {
    for part in parts where !part.append(record, to: &encoder) {
      encoder.removeAll()
      return
    }
  }
}

extension KeyPart {
  /// - Returns: whether the record has the value.
  fileprivate func append(_ record: TableView, to encoder: inout KeyEncoder) -> Bool {
    guard let id = path.first else { return false }
    // Where a field's place is found in a vtable, which starts with two 16-bit sizes.
    let slot = 4 + 2 * id
    guard let scalar else {
      if let text = record.string(slot) {
        encoder.append(text)
        return true
      }
      guard case .text(let text) = absence else { return false }
      encoder.append(text)
      return true
    }
    switch scalar {
    case .bool: return append(record.value(slot) as Bool?, to: &encoder)
    case .byte: return append(record.value(slot) as Int8?, to: &encoder)
    case .ubyte: return append(record.value(slot) as UInt8?, to: &encoder)
    case .short: return append(record.value(slot) as Int16?, to: &encoder)
    case .ushort: return append(record.value(slot) as UInt16?, to: &encoder)
    case .int: return append(record.value(slot) as Int32?, to: &encoder)
    case .uint: return append(record.value(slot) as UInt32?, to: &encoder)
    case .long: return append(record.value(slot) as Int64?, to: &encoder)
    case .ulong: return append(record.value(slot) as UInt64?, to: &encoder)
    case .float, .double: return false
    }
  }

  private func append(_ value: (some StoreKey)?, to encoder: inout KeyEncoder) -> Bool {
    if let value {
      value.encode(into: &encoder)
      return true
    }
    guard case .integer(let fallback) = absence else { return false }
    if type == .signed {
      encoder.append(Int64(truncatingIfNeeded: fallback))
    } else {
      encoder.append(type == .bool ? (fallback == 0 ? 0 : 1) : UInt64(truncatingIfNeeded: fallback))
    }
    return true
  }
}
