public import SharedBytes

extension SerializerKind {
  /// Serialises a message. The bytes of its payload are shared, not copied.
  ///
  /// - Throws: ``WAMPError/Code/invalidArgument`` if the message is larger than the format allows.
  public func encode(_ message: Message) throws(WAMPError) -> EncodedMessage {
    switch self {
    case .cbor: CBORSerializer.encode(message)
    case .flatbuffers: try FlatBuffersSerializer.encode(message)
    }
  }

  /// Reads a message. Its payload and binary values share `bytes`.
  ///
  /// Never traps, whatever the bytes.
  /// - Throws: ``WAMPError/Code/protocolViolation`` with what is wrong and where.
  public func decode(_ bytes: SharedBytes) throws(WAMPError) -> Message {
    switch self {
    case .cbor: try CBORSerializer.decode(bytes)
    case .flatbuffers: try FlatBuffersSerializer.decode(bytes)
    }
  }
}
