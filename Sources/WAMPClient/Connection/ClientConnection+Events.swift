internal import NIOCore
internal import WAMP

/// The events of one subscriber that it has not taken yet.
typealias EventBuffer = StreamBuffer<Message.Event>

extension ClientConnection {
  func deliver(_ event: Message.Event) {
    for buffer in subscribers[event.subscription] ?? []
    where !buffer.append(event, size: event.byteCount) {
      unsubscribe(buffer, from: event.subscription)
    }
  }

  /// The router ended a subscription.
  func revoke(_ subscription: SubscriptionID, _ reason: String?) {
    let error = WAMPError(
      .noSuchSubscription, reason?.shortened ?? "the router revoked the subscription")
    for buffer in subscribers.removeValue(forKey: subscription) ?? [] { buffer.finish(error) }
  }

  /// Removes a subscriber; the last one ends the subscription at the router.
  ///
  /// - Returns: succeeds when the router has answered, if it had to be asked.
  @discardableResult
  func unsubscribe(_ buffer: EventBuffer, from id: SubscriptionID) -> EventLoopFuture<Answer> {
    let promise = loop.makePromise(of: Answer.self)
    guard let index = subscribers[id]?.firstIndex(where: { $0 === buffer }) else {
      promise.succeed(.done)
      return promise.futureResult
    }
    subscribers[id]?.remove(at: index)
    buffer.finish(nil)
    do {
      if let message = try session.unsubscribe(id, token: .promise(promise)) {
        subscribers[id] = nil
        send(.unsubscribe(message))
      } else {
        promise.succeed(.done)
      }
    } catch {
      promise.fail(error)
    }
    return promise.futureResult
  }
}
