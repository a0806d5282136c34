public import SharedBytes

extension Value {
  /// Reads one CBOR item that takes up all of `cbor`; binary data shares its bytes.
  ///
  /// - Parameter budget: how many values may be made.
  /// - Throws: ``WAMPError/Code/invalidPayload`` with the byte position of the fault.
  public init(cbor: SharedBytes, budget: ValueBudget = ValueBudget()) throws(WAMPError) {
    self = try CBORFormat.value(cbor, budget)
  }

  /// Reads one item of an encoding that takes up all of `bytes`; binary data shares them, except in JSON.
  ///
  /// - Parameter budget: how many values may be made.
  /// - Throws: ``WAMPError/Code/invalidPayload`` with the byte position of the fault.
  public init(
    _ bytes: SharedBytes, in encoding: ItemEncoding, budget: ValueBudget = ValueBudget()
  ) throws(WAMPError) {
    self = try encoding.format.value(bytes, budget)
  }

  /// The value as one CBOR item (RFC 8949), maps in the order of their keys.
  public var cbor: SharedBytes { CBORFormat.bytes(of: self) }

  /// The value as one item of an encoding, maps in the order of their keys.
  ///
  /// JSON has no numbers that are infinite or none: they become null.
  public func encoded(in encoding: ItemEncoding) -> SharedBytes { encoding.format.bytes(of: self) }
}

extension ListFormat {
  fileprivate static func value(
    _ bytes: SharedBytes, _ budget: ValueBudget
  ) throws(WAMPError) -> Value {
    var items = Reader(bytes, offset: 0)
    var budget = budget
    do throws(ItemFault) {
      let value = try items.readValue(&budget)
      guard items.isAtEnd else { throw items.fault("bytes after the item", at: nil) }
      return value
    } catch {
      throw WAMPError(.invalidPayload, error.message)
    }
  }

  fileprivate static func bytes(of value: Value) -> SharedBytes {
    var items = Writer()
    items.write(value)
    return SharedBytes(items.bytes)
  }
}
