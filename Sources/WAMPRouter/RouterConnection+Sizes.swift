internal import WAMP

extension RouterConnection {
  /// The largest message that the client said to accept, in bytes: in RawSocket each client says one.
  var peerMaxMessageSize: Int { connection?.peerMaxMessageSize ?? .max }
}

extension WAMPError {
  /// - Parameter content: what is too large, as the beginning of a sentence.
  init(tooLarge content: String, _ count: Int, limit: Int) {
    self.init(.payloadSizeExceeded, "\(content) takes \(count) bytes; the client accepts \(limit)")
  }
}
