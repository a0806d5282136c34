import FlatBuffersReflection
import FlatBuffersRuntime

/// Keys read from records by their description: for indexes that a program has no code of.
///
/// Gives the same bytes as generated code, only slower.
extension KeyDescription {
  /// What takes the primary key from a record.
  var extraction: KeyExtraction { { record, encoder in self.encode(record, into: &encoder) } }

  /// What takes the keys in an index from a record.
  var source: IndexKeySource {
    IndexKeySource(
      count: { record in self.count(in: record) },
      encode: { record, element, encoder in self.encode(record, element: element, into: &encoder) })
  }

  /// How many keys a record has: one, or as many as the vector has elements.
  func count(in record: TableView) -> Int {
    guard let part = parts.first(where: \.isOfEachElement) else { return 1 }
    return record.elementCount(part.slot)
  }

  /// Appends a record's key; appends nothing if the record is not to be indexed.
  ///
  /// - Parameter element: the position in the vector, if each of its elements has a key.
  func encode(_ record: TableView, element: Int = 0, into encoder: inout KeyEncoder) {
    for part in parts where !part.append(record, element, to: &encoder) {
      encoder.removeAll()
      return
    }
  }
}

extension KeyPart {
  /// Where the field's place is found in a vtable, which starts with two 16-bit sizes.
  fileprivate var slot: Int { 4 + 2 * (path.first ?? 0) }

  /// - Returns: whether the record has the value.
  fileprivate func append(_ record: TableView, _ element: Int, to encoder: inout KeyEncoder) -> Bool {
    let start = encoder.byteCount
    guard appendAscending(record, element, to: &encoder) else { return false }
    if order == .descending { encoder.invert(from: start) }
    return true
  }

  private func appendAscending(_ record: TableView, _ element: Int, to encoder: inout KeyEncoder) -> Bool {
    switch type {
    case .string:
      if isOfEachElement {
        guard let texts = record.strings(slot), texts.indices.contains(element) else { return false }
        encoder.append(texts[element])
        return true
      }
      guard let text = record.string(slot) else { return appendAbsent(to: &encoder) }
      encoder.append(text)
      return true
    case .bytes:
      guard let bytes = record.vector(slot, of: UInt8.self) else { return appendAbsent(to: &encoder) }
      encoder.append(bytes)
      return true
    case .bool, .unsigned, .signed, .real, .fixedBytes:
      if let stride {
        guard let place = record.inlineElement(slot, element, stride: stride) else { return false }
        append(place, to: &encoder)
        return true
      }
      guard let place = record.inline(slot) else { return appendAbsent(to: &encoder) }
      append(place, to: &encoder)
      return true
    }
  }

  private func append(_ place: InlineView, to encoder: inout KeyEncoder) {
    guard let scalar else { return }
    for index in 0..<count {
      let offset = offset + index * scalar.size
      if type == .fixedBytes {
        encoder.push(place.value(at: offset))
        continue
      }
      switch scalar {
      case .bool: encoder.append(place.value(at: offset) as Bool)
      case .byte: encoder.append(place.value(at: offset) as Int8)
      case .ubyte: encoder.append(place.value(at: offset) as UInt8)
      case .short: encoder.append(place.value(at: offset) as Int16)
      case .ushort: encoder.append(place.value(at: offset) as UInt16)
      case .int: encoder.append(place.value(at: offset) as Int32)
      case .uint: encoder.append(place.value(at: offset) as UInt32)
      case .long: encoder.append(place.value(at: offset) as Int64)
      case .ulong: encoder.append(place.value(at: offset) as UInt64)
      case .float: encoder.append(place.value(at: offset) as Float)
      case .double: encoder.append(place.value(at: offset) as Double)
      }
    }
    if type == .fixedBytes { encoder.pad() }
  }

  /// Appends what records without the field are found by.
  private func appendAbsent(to encoder: inout KeyEncoder) -> Bool {
    switch absence {
    case .impossible, .notIndexed: return false
    case .text(let text): encoder.append(text)
    case .real(let bits):
      let value = Double(bitPattern: bits)
      if scalar == .float { encoder.append(Float(value)) } else { encoder.append(value) }
    case .integer(let value):
      switch type {
      case .bool: encoder.append(value != 0)
      case .signed: encoder.append(Int64(truncatingIfNeeded: value))
      default: encoder.append(UInt64(truncatingIfNeeded: value))
      }
    }
    return true
  }
}
