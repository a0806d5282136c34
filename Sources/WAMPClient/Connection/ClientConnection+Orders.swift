internal import NIOCore
internal import WAMP

/// What one subscriber has not taken yet.
typealias EventBuffer = StreamBuffer<EventArrival>

extension ClientConnection {
  func deliver(_ event: Message.Event) {
    for (order, buffer) in subscribers[event.subscription] ?? []
    where !buffer.append(.event(event), size: event.byteCount) {
      owner.unsubscribe(order)
    }
  }

  /// Ends one use of a subscription; the last one ends it at the router.
  ///
  /// - Parameter promise: succeeds when the router has answered, if it had to be asked.
  func unsubscribe(_ id: SubscriptionID, _ promise: EventLoopPromise<Answer>?) {
    let promise = promise ?? loop.makePromise(of: Answer.self)
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
  }

  /// Ends a registration.
  ///
  /// - Parameter promise: succeeds when the router has answered, if it had to be asked.
  func unregister(_ id: RegistrationID, _ promise: EventLoopPromise<Answer>?) {
    let promise = promise ?? loop.makePromise(of: Answer.self)
    do {
      if let message = try session.unregister(id, token: .promise(promise)) {
        send(.unregister(message))
      } else {
        promise.succeed(.done)
      }
    } catch {
      promise.fail(error)
    }
  }
}
