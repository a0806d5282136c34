internal import NIOCore
internal import SharedBytes

extension MessageConnection {
  /// Hands NIO a bounded copy; its promise tells when the socket takes bytes again.
  func stall() {
    guard let context else { return }
    // First of all: what is given back may append again.
    apply(.blocked)
    let (bytes, payload) = batch.takeRest(atMost: 64 * 1024)
    counters.addCopied(payload, .slowPeer)
    let promise = context.eventLoop.makePromise(of: Void.self)
    context.writeAndFlush(wrapOutboundOut(bytes), promise: promise)
    promise.futureResult.assumeIsolated().whenComplete { result in
      // It fails when the channel is closed: then the descriptor is not ours any more.
      if case .success = result { self.apply(.unblocked) }
    }
    apply(.stillBlocked(isBorrowing: batch.isBorrowing))
    chargeBudget()
  }

  /// The peer stayed slow: copies all that is borrowed, so that the snapshot can go.
  func copyBorrowed() {
    guard batch.isBorrowing else { return }
    guard batch.pendingBytes <= configuration.maxQueuedBytes else {
      return apply(.failed(.peerTooSlow(queuedBytes: batch.pendingBytes)))
    }
    let (bytes, payload) = batch.takeRest(atMost: .max)
    counters.addCopied(payload, .slowPeer)
    // Giving the bytes back may have closed the connection.
    if machine.phase != .closed { batch.append(copiedFrames: SharedBytes(sharing: bytes)) }
  }
}
