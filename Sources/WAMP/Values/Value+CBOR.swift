public import SharedBytes

extension Value {
  /// Reads one CBOR item that takes up all of `cbor`; binary data shares its bytes.
  ///
  /// - Throws: ``WAMPError/Code/invalidPayload`` with the byte position of the fault.
  public init(cbor: SharedBytes) throws(WAMPError) {
    var reader = CBORReader(cbor)
    do throws(CBORFault) {
      self = try reader.readValue()
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
