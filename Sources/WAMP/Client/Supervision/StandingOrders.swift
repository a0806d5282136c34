/// Names what a client wants to have at its router, whichever connection it has.
package struct OrderID: Hashable, Comparable, Sendable {
  package let number: Int

  package static func < (left: OrderID, right: OrderID) -> Bool { left.number < right.number }
}

/// The subscriptions and registrations that a client has been granted, to be asked for again over each new connection:
/// a value without clock.
package struct StandingOrders: Sendable {
  package enum Order: Sendable, Equatable {
    case subscribe(topic: String, SubscribeOptions)
    case register(procedure: String, RegisterOptions)

    /// What was asked for.
    package var uri: String {
      switch self {
      case .subscribe(let uri, _), .register(let uri, _): uri
      }
    }
  }

  /// What is to be done about an order that a router refused.
  package enum Verdict: Sendable, Equatable {
    /// Ask again after a time.
    case askLater(Duration)
    /// It is forgotten; tell whoever holds it.
    case drop
  }

  /// How long it waits before it asks again for the first time, and at most.
  static let backOff = BackOff(first: .milliseconds(500), longest: .seconds(10))

  private struct Entry {
    let order: Order
    /// How often it was refused by the present router.
    var refusals = 0
  }

  private var entries: [OrderID: Entry] = [:]
  private var last = 0

  package init() {}

  package subscript(id: OrderID) -> Order? { entries[id]?.order }

  /// Takes down what was granted for the first time.
  package mutating func add(_ order: Order) -> OrderID {
    last += 1
    let id = OrderID(number: last)
    entries[id] = Entry(order: order)
    return id
  }

  /// Forgets an order that nobody wants any more.
  package mutating func remove(_ id: OrderID) { entries[id] = nil }

  /// There is a new connection.
  ///
  /// - Returns: all orders, in the order they were given.
  package mutating func restore() -> [(id: OrderID, order: Order)] {
    for id in entries.keys { entries[id]?.refusals = 0 }
    return entries.sorted { $0.key < $1.key }.map { ($0.key, $0.value.order) }
  }

  /// An order was granted again.
  package mutating func granted(_ id: OrderID) { entries[id]?.refusals = 0 }

  /// An order was refused when it was asked for again.
  ///
  /// A procedure that exists already is asked for until it is free: most likely it is this client's own, of the
  /// connection that was lost, which the router has not noticed yet.
  package mutating func refused(_ id: OrderID, _ error: WAMPError) -> Verdict {
    guard let entry = entries[id] else { return .drop }
    guard case .register = entry.order, error.code == .procedureAlreadyExists else {
      entries[id] = nil
      return .drop
    }
    entries[id]?.refusals += 1
    return .askLater(StandingOrders.backOff.delay(entry.refusals))
  }
}
