public import SharedBytes

extension Value {
  /// Reads one CBOR item that takes up all of `cbor`; binary data shares its bytes.
  ///
  /// - Parameter budget: how many values may be made.
  /// - Throws: ``WAMPError/Code/invalidPayload`` with the byte position of the fault.
  public init(cbor: SharedBytes, budget: ValueBudget = ValueBudget()) throws(WAMPError) {
    var reader = CBORReader(cbor)
    var budget = budget
    do throws(ItemFault) {
      self = try reader.readValue(&budget)
      guard reader.isAtEnd else { throw reader.fault("\(reader.remaining) bytes after the item") }
    } catch {
      throw WAMPError(.invalidPayload, error.message)
    }
  }

  /// The value as one CBOR item (RFC 8949), maps in the order of their keys.
  public var cbor: SharedBytes {
    var writer = CBORWriter()
    writer.write(self)
    return SharedBytes(writer.bytes)
  }
}
