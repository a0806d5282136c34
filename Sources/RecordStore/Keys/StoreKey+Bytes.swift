public import FlatBuffersRuntime

extension [UInt8]: StoreKey {
  /// Bytes sort like text.
  @inlinable
  public func encode(into encoder: inout KeyEncoder) { encoder.append(span) }

  public init?(from decoder: inout KeyDecoder) {
    guard let bytes = decoder.bytes() else { return nil }
    self = bytes
  }
}

extension FixedArray: StoreKey where Element: StoreKey {
  /// Arrays sort by their first elements, then the second ones, and so on. Bytes take a byte each in the key.
  @inlinable
  public func encode(into encoder: inout KeyEncoder) {
    for index in indices {
      if let byte = self[index] as? UInt8 {
        encoder.push(byte)
      } else {
        encoder.append(self[index])
      }
    }
    encoder.pad()
  }

  public init?(from decoder: inout KeyDecoder) {
    let start = decoder.rest
    var elements: [Element] = []
    if Element.self == UInt8.self {
      elements = decoder.bytes(count: length)?.compactMap { $0 as? Element } ?? []
    } else {
      while elements.count < length, let element = Element(from: &decoder) { elements.append(element) }
    }
    guard elements.count == length else {
      decoder.rest = start
      return nil
    }
    self.init(elements)
  }
}
