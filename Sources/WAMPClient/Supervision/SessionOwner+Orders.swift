internal import Logging
internal import NIOCore
internal import WAMP

/// A subscription as its reader knows it.
struct StandingSubscription {
  let buffer: EventBuffer
  /// The router's identifier; `nil` while there is none.
  var id: SubscriptionID?
}

/// A registration as its handler knows it.
struct StandingRegistration {
  let handler: ClientConnection.Handler
  /// The router's identifier; `nil` while there is none.
  var id: RegistrationID?
  /// Told if a router takes it away or does not grant it again.
  var onLoss: (@Sendable (WAMPError) -> Void)?
}

extension SessionOwner {
  /// The router has confirmed a subscription, for the first time or again.
  func subscribed(_ id: SubscriptionID, _ token: ClientConnection.Token, on connection: ClientConnection) {
    switch token {
    case .subscription(let wanted, let buffer, let promise):
      let order = orders.add(wanted)
      subscriptions[order] = StandingSubscription(buffer: buffer, id: id)
      connection.subscribers[id, default: []].append((order, buffer))
      promise.succeed(.subscribed(order))
    case .again(let order):
      orders.granted(order)
      // Its reader may have gone while it was asked for again.
      guard let buffer = subscriptions[order]?.buffer else { return connection.unsubscribe(id, nil) }
      subscriptions[order]?.id = id
      if buffer.tellsOfReturn { buffer.append(.subscribedAgain, size: 0) }
      connection.subscribers[id, default: []].append((order, buffer))
    case .promise, .results, .registration: break
    }
  }

  /// The router has confirmed a registration, for the first time or again.
  func registered(_ id: RegistrationID, _ token: ClientConnection.Token, on connection: ClientConnection) {
    switch token {
    case .registration(let wanted, let handler, let promise):
      let order = orders.add(wanted)
      registrations[order] = StandingRegistration(handler: handler, id: id)
      connection.handlers[id] = handler
      promise.succeed(.registered(order, id))
    case .again(let order):
      orders.granted(order)
      guard let handler = registrations[order]?.handler else { return connection.unregister(id, nil) }
      registrations[order]?.id = id
      connection.handlers[id] = handler
    case .promise, .results, .subscription: break
    }
  }

  /// Asks a new router for all that the last one had granted.
  func restore(on connection: ClientConnection) {
    for (id, order) in orders.restore() { ask(id, order, on: connection) }
  }

  private func ask(_ id: OrderID, _ order: StandingOrders.Order, on connection: ClientConnection) {
    subscriptions[id]?.id = nil
    subscriptions[id]?.buffer.interrupt()
    registrations[id]?.id = nil
    do {
      switch order {
      case .subscribe(let topic, let options):
        let message = try connection.session.subscribe(topic, options: options, token: .again(id))
        try connection.send(.subscribe(message), of: message.request, "the subscription to \(topic)")
      case .register(let procedure, let options):
        let message = try connection.session.register(procedure, options: options, token: .again(id))
        try connection.send(.register(message), of: message.request, "the registration of \(procedure)")
      }
    } catch {
      refused(id, WAMPError(closing: error), on: connection)
    }
  }

  /// What was granted once is not granted again.
  func refused(_ id: OrderID, _ error: WAMPError, on connection: ClientConnection) {
    // Over the next connection it is asked for again.
    if error.endedSession { return }
    let order = orders[id]
    switch orders.refused(id, error) {
    case .askLater(let time):
      plan.logger.info(
        "a procedure is still registered", metadata: ["order": "\(id.number)", "error": "\(error)"])
      loop.assumeIsolated().scheduleTask(in: TimeAmount(time)) {
        guard connection === self.connection, let order = self.orders[id] else { return }
        self.ask(id, order, on: connection)
      }
    case .drop:
      if let order {
        plan.logger.warning(
          "not restored",
          metadata: ["order": "\(id.number)", "uri": "\(order.uri.shortened)", "error": "\(error)"])
      }
      subscriptions.removeValue(forKey: id)?.buffer.finish(error)
      registrations.removeValue(forKey: id)?.onLoss?(error)
    }
  }

  /// Ends a subscription for its reader; the last one ends it at the router.
  ///
  /// - Returns: succeeds when the router has answered, if it had to be asked.
  @discardableResult
  func unsubscribe(_ order: OrderID) -> EventLoopFuture<ClientConnection.Answer> {
    let promise = loop.makePromise(of: ClientConnection.Answer.self)
    orders.remove(order)
    if let subscription = subscriptions.removeValue(forKey: order) {
      subscription.buffer.finish(nil)
      if let id = subscription.id, let connection {
        connection.subscribers[id]?.removeAll { $0.order == order }
        connection.unsubscribe(id, promise)
        return promise.futureResult
      }
    }
    promise.succeed(.done)
    return promise.futureResult
  }

  /// Stops offering a procedure.
  ///
  /// - Returns: succeeds when the router has answered, if it had to be asked.
  func unregister(_ order: OrderID) -> EventLoopFuture<ClientConnection.Answer> {
    let promise = loop.makePromise(of: ClientConnection.Answer.self)
    orders.remove(order)
    if let id = registrations.removeValue(forKey: order)?.id, let connection {
      connection.handlers[id] = nil
      connection.unregister(id, promise)
    } else {
      promise.succeed(.done)
    }
    return promise.futureResult
  }

  /// The router ended a subscription: it is not asked for again.
  func revoked(_ id: SubscriptionID, _ reason: String?, on connection: ClientConnection) {
    let error = WAMPError(
      .noSuchSubscription, reason?.shortened ?? "the router revoked the subscription")
    for (order, buffer) in connection.subscribers.removeValue(forKey: id) ?? [] {
      orders.remove(order)
      subscriptions[order] = nil
      buffer.finish(error)
    }
  }

  /// Who is told if a registration is lost: at once if it is already.
  func tell(_ onLoss: @escaping @Sendable (WAMPError) -> Void, ofLossOf order: OrderID) {
    guard registrations[order] != nil else {
      return onLoss(WAMPError(.noSuchRegistration, "the registration has ended"))
    }
    registrations[order]?.onLoss = onLoss
  }

  /// The router ended a registration: it is not asked for again.
  func revoked(_ id: RegistrationID, _ reason: String?, on connection: ClientConnection) {
    connection.handlers[id] = nil
    let error = WAMPError(
      .noSuchRegistration, reason?.shortened ?? "the router revoked the registration")
    for (order, registration) in registrations where registration.id == id {
      orders.remove(order)
      registrations[order] = nil
      registration.onLoss?(error)
    }
    plan.logger.warning(
      "registration revoked", metadata: ["registration": "\(id)", "reason": "\(reason?.shortened ?? "")"])
  }

  /// Nothing is asked for any more.
  func dropOrders(_ error: WAMPError?) {
    for subscription in subscriptions.values { subscription.buffer.finish(error) }
    subscriptions = [:]
    registrations = [:]
    orders = StandingOrders()
  }
}
