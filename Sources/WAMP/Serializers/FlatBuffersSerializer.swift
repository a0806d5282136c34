internal import SharedBytes

/// The serializer `wamp.2.flatbuffers`.
enum FlatBuffersSerializer {
  static func encode(_ message: Message) throws(WAMPError) -> EncodedMessage {
    throw WAMPError(.featureNotSupported, "not yet")
  }
  static func decode(_ bytes: SharedBytes) throws(WAMPError) -> Message {
    throw WAMPError(.featureNotSupported, "not yet")
  }
}
