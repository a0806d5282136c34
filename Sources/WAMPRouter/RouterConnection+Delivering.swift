internal import Logging
internal import SharedBytes
internal import WAMP
internal import WAMPTransport

// Events for this client.
extension RouterConnection {
  /// Passes an event to this client, or drops it.
  ///
  /// - Parameters:
  ///   - message: the event in the client's format.
  ///   - kept: the same in memory of its own, which all share that keep it for clients that may come back.
  func deliver(
    _ message: EncodedMessage, of event: Message.Event, keeping kept: inout EncodedMessage?
  ) {
    guard losses.isEmpty || !losses.contains(event.subscription) else { return deliverAfterLoss(event) }
    guard mayDeliver(message.count) else { return lost(event) }
    guard isNumbering else { return send(message) }
    var own = kept ?? message
    if kept == nil { own.body = message.body.detached }
    kept = own
    send(own, isNumbered: true)
  }

  /// The client does not get an event that it was to get.
  func lost(_ event: Message.Event) { losses.insert(event.subscription) }

  /// Passes on the first event after one that was dropped, which says so.
  private func deliverAfterLoss(_ event: Message.Event) {
    guard var message = try? format.encode(.event(event.afterLoss)) else { return shared.tally.drop() }
    guard mayDeliver(message.count) else { return }
    losses.remove(event.subscription)
    guard isNumbering else { return send(message) }
    message.body = message.body.detached
    send(message, isNumbered: true)
  }

  /// Whether the client has room for an event of so many bytes; one that it has none for is counted.
  private func mayDeliver(_ count: Int) -> Bool {
    guard count <= peerMaxMessageSize else {
      // It is lost to this client alone.
      shared.tally.drop()
      logger.debug(
        "event larger than the client accepts",
        metadata: ["peer": "\(peer)", "bytes": "\(count)", "limit": "\(peerMaxMessageSize)"])
      return false
    }
    guard backlog.admitsEvent(pendingBytes: connection?.pendingBytes ?? 0) else {
      shared.tally.drop()
      return false
    }
    return true
  }
}
