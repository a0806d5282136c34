internal import NIOCore
internal import SharedBytes

extension MessageConnection {
  /// Hands NIO a bounded copy; its promise tells when the socket takes bytes again.
  func stall() {
    guard let context else { return }
    isStalled = true
    let (bytes, payload) = batch.takeRest(atMost: 64 * 1024)
    counters.addCopied(payload, .slowPeer)
    let promise = context.eventLoop.makePromise(of: Void.self)
    context.writeAndFlush(wrapOutboundOut(bytes), promise: promise)
    promise.futureResult.assumeIsolated().whenComplete { result in
      // It fails when the channel is closed: then the descriptor is not ours any more.
      if case .success = result { self.resume() }
    }
    guard isStalled, state != .closed, batch.isBorrowing, borrowTimer == nil else { return }
    borrowTimer = context.eventLoop.assumeIsolated().scheduleTask(in: configuration.borrowLimit) {
      self.borrowTimer = nil
      self.releaseBorrowed()
    }
  }

  /// The socket takes bytes again.
  func resume() {
    guard isStalled, state != .closed else { return }
    isStalled = false
    // NIO wrote at once: whoever is sending goes on.
    if isFlushing { return }
    flush()
    process()
    flush()
    if !isStalled && isReadWanted {
      isReadWanted = false
      context?.read()
    }
  }

  /// The peer stayed slow: copies all that is borrowed, so that the snapshot can go.
  private func releaseBorrowed() {
    guard isStalled, state != .closed, batch.isBorrowing else { return }
    guard batch.pendingBytes <= configuration.maxQueuedBytes else {
      return abort(TransportError.peerTooSlow(queuedBytes: batch.pendingBytes))
    }
    let (bytes, payload) = batch.takeRest(atMost: .max)
    counters.addCopied(payload, .slowPeer)
    // Giving the bytes back may have closed the connection.
    if state != .closed { batch.append(copiedFrames: SharedBytes(sharing: bytes)) }
  }
}
