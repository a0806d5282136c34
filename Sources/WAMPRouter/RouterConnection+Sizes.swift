internal import Logging
internal import WAMP

extension RouterConnection {
  /// The largest message that the client said to accept, in bytes: in RawSocket each client says one.
  var peerMaxMessageSize: Int { connection?.peerMaxMessageSize ?? .max }

  /// An event that a client cannot take is lost to that client alone.
  func drop(eventOfSize count: Int) {
    shared.tally.drop()
    logger.debug(
      "event larger than the client accepts",
      metadata: [
        "peer": "\(peer)", "bytes": "\(count)", "limit": "\(peerMaxMessageSize)",
      ])
  }
}

extension WAMPError {
  /// - Parameter content: what is too large, as the beginning of a sentence.
  init(tooLarge content: String, _ count: Int, limit: Int) {
    self.init(.payloadSizeExceeded, "\(content) takes \(count) bytes; the client accepts \(limit)")
  }
}
