import Testing

@testable import WAMP

/// What a client asks for again over a new connection.
@Suite struct StandingOrdersTests {
  private let exists = WAMPError(.procedureAlreadyExists)

  @Test func `all that was granted is asked for again, in order, and no more`() {
    var orders = StandingOrders()
    let first = orders.add(.subscribe(topic: "a.b", .init(match: .prefix)))
    let second = orders.add(.register(procedure: "c.d", .init()))
    let third = orders.add(.subscribe(topic: "a.b", .init()))
    orders.remove(second)
    let restored = orders.restore()
    #expect(restored.map(\.id) == [first, third])
    #expect(restored.first?.order == .subscribe(topic: "a.b", .init(match: .prefix)))
    #expect(orders[second] == nil)
  }

  @Test func `a procedure that exists already is asked for until it is free`() {
    var orders = StandingOrders()
    let id = orders.add(.register(procedure: "c.d", .init()))
    for delay in [0.5, 1, 2, 4, 8, 10, 10] {
      #expect(orders.refused(id, exists) == .askLater(.seconds(delay)))
    }
    orders.granted(id)
    #expect(orders.refused(id, exists) == .askLater(.seconds(0.5)))
    _ = orders.restore()
    #expect(orders.refused(id, exists) == .askLater(.seconds(0.5)))
  }

  @Test func `what is refused for any other reason is forgotten`() {
    var orders = StandingOrders()
    let procedure = orders.add(.register(procedure: "c.d", .init()))
    let topic = orders.add(.subscribe(topic: "a.b", .init()))
    #expect(orders.refused(procedure, WAMPError(.notAuthorized)) == .drop)
    #expect(orders.refused(topic, exists) == .drop)
    #expect(orders.refused(topic, exists) == .drop)
    #expect(orders.restore().isEmpty)
  }
}
