extension Realm {
  /// Answers a call of a meta procedure.
  ///
  /// - Parameter number: its place in ``MetaProcedure/all``.
  mutating func answer(
    _ call: Message.Call, from caller: Member, _ number: Int, into actions: inout [RealmAction]
  ) {
    let answer: Message
    do throws(WAMPError) {
      let procedure = MetaProcedure.all[number]
      let arguments = try MetaCall(call, of: procedure, from: caller)
      let result = try procedure.answer(&self, arguments, &actions)
      let payload = result.map { Payload(arguments: [$0]) } ?? .none
      answer = .result(Message.Result(request: call.request, payload: payload))
    } catch {
      answer = error.answer(to: call.request, of: .call)
    }
    actions.append(.send(answer, to: caller.id))
  }

  /// Publishes what the broker and the dealer have noted.
  ///
  /// - Returns: how many receivers have been told.
  @discardableResult
  mutating func announce(into actions: inout [RealmAction]) -> Int {
    var cost = 0
    for event in broker.takeEvents() + dealer.takeEvents() { cost += announce(event, into: &actions) }
    return cost
  }

  /// Publishes a meta event, also to the session that caused it. It is lost if more events wait for their subscribers
  /// than the limits allow: nobody is there to be refused.
  ///
  /// - Returns: how many receivers have been told.
  @discardableResult
  mutating func announce(_ event: MetaEvent, into actions: inout [RealmAction]) -> Int {
    guard broker.hasSubscribers(of: event.topic), !broker.isFull(dealer.table.limits) else { return 0 }
    let publish = Message.Publish(
      request: RequestID(0), topic: event.topic, payload: Payload(arguments: event.arguments()))
    return broker.deliver(publish, from: nil, as: ids.next(), members, into: &actions)
  }
}
