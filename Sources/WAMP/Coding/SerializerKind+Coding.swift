public import SharedBytes

extension SerializerKind {
  /// Serialises a message. The bytes of its payload are shared, not copied.
  ///
  /// - Throws: ``WAMPError/Code/invalidArgument`` if the message is larger than the format allows,
  ///   ``WAMPError/Code/invalidPayload`` if its arguments came in another format and cannot be said in this one.
  public func encode(_ message: consuming Message) throws(WAMPError) -> EncodedMessage {
    switch self {
    case .flatbuffers: try message.encoded(by: TableWriter.self)
    case .cbor: try message.encoded(by: ListWriter<CBORFormat>.self)
    case .messagePack: try message.encoded(by: ListWriter<MessagePackFormat>.self)
    case .json: try message.encoded(by: ListWriter<JSONFormat>.self)
    }
  }

  /// Reads a message. Its payload and binary values share `bytes`.
  ///
  /// Never traps, whatever the bytes. What a strict reader of the format would refuse is refused here.
  /// - Throws: ``MessageFault`` with what is wrong and where, and the request if only that is wrong.
  public func decode(_ bytes: SharedBytes) throws(MessageFault) -> Message {
    switch self {
    case .flatbuffers:
      var reader = try TableReader(bytes)
      return try Message(reader.code, from: &reader)
    case .cbor: return try decode(bytes, as: CBORFormat.self)
    case .messagePack: return try decode(bytes, as: MessagePackFormat.self)
    case .json: return try decode(bytes, as: JSONFormat.self)
    }
  }

  private func decode<Format: ListFormat>(
    _ bytes: SharedBytes, as format: Format.Type
  ) throws(MessageFault) -> Message {
    var reader = try ListReader<Format>(bytes)
    let message = try Message(reader.code, from: &reader)
    try reader.finish()
    return message
  }
}
