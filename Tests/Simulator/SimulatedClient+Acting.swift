@testable import WAMP

extension SimulatedClient {
  static let topics = ["com.shop.bread", "com.shop.wine", "com.bank.wine", "com.bank.gold.price"]
  private static let patterns: [(String, MatchPolicy)] =
    topics.map { ($0, .exact) } + [("com.shop", .prefix), ("com.", .prefix), ("com..wine", .wildcard)]

  /// Does one thing, whatever comes to its mind.
  func act() {
    guard isOpen else { return }
    do {
      switch simulation.number(0...99) {
      case 0..<35: try call()
      case 35..<45: cancel()
      case 45..<68: try publish()
      case 68..<70: try bequeath()
      case 70..<80: try subscribe()
      case 80..<85: try unsubscribe()
      case 85..<97: try register()
      default: try unregister()
      }
    } catch {
      simulation.shadow.find("\(name) cannot do what an open session can: \(error)", in: simulation)
    }
  }

  private func call() throws {
    guard let procedure = simulation.pick(Offer.procedures) else { return }
    let wantsProgress = simulation.chance(30)
    let timeout = simulation.chance(10) ? simulation.delay(50...2000) : nil
    let number = simulation.shadow.called(
      ShadowModel.CallRecord(
        caller: name, persona: persona, procedure: procedure, sent: simulation.now,
        wantsProgress: wantsProgress, isTimed: timeout != nil))
    let parts = simulation.chance(15) ? simulation.number(2...5) : 1
    let message = try session.call(
      procedure, payload(of: number, part: 0), progress: parts > 1, receiveProgress: wantsProgress,
      options: .init(timeout: timeout), token: .call(number))
    simulation.trace("call \(number) of \(name): \(procedure)")
    calls.append((number, message.request))
    send(.call(message))
    if parts > 1 { sendPart(1, of: parts, number, message) }
  }

  private func payload(of call: Int, part: Int) -> Payload {
    Payload(arguments: [.int(Int64(call)), .int(Int64(part))])
  }

  /// Sends the parts of a call, each in its time, as long as the call is not over.
  private func sendPart(_ part: Int, of count: Int, _ number: Int, _ call: Message.Call) {
    let attempt = session.id
    simulation.after(simulation.delay(0...100)) { [self] in
      guard attempt != nil, session.id == attempt,
        let message = session.continueCall(
          call.request, of: call.procedure, payload(of: number, part: part), progress: part < count - 1)
      else { return }
      send(.call(message))
      if part < count - 1 { sendPart(part + 1, of: count, number, call) }
    }
  }

  func cancel() {
    guard let call = simulation.pick(calls),
      let mode = simulation.pick([.skip, .kill, .killNoWait] as [CancelMode])
    else { return }
    cancel(call, mode)
  }

  /// Cancels every call that still waits.
  func cancelAll() {
    for call in calls { cancel(call, .killNoWait) }
  }

  private func cancel(_ call: (number: Int, request: RequestID), _ mode: CancelMode) {
    guard let message = session.cancel(call.request, mode: mode) else { return }
    simulation.trace("call \(call.number) of \(name): cancel \(mode)")
    simulation.shadow.cancelled(call.number, mode)
    send(.cancel(message))
  }

  private func publish() throws {
    guard let topic = simulation.pick(Self.topics) else { return }
    let includesPublisher = simulation.chance(30)
    let isRetained = simulation.chance(20)
    let number = simulation.shadow.published(
      ShadowModel.PublicationRecord(
        publisher: name, persona: persona, session: session.id, topic: topic, sent: simulation.now,
        time: simulation.now,
        includesPublisher: includesPublisher, isTestament: false, isRetained: isRetained))
    let message = try session.publish(
      topic, Payload(arguments: [.int(Int64(number))]),
      options: .init(excludeMe: !includesPublisher, retain: isRetained), token: .publish(number))
    send(.publish(message))
  }

  /// Leaves something to be published when the session is gone.
  private func bequeath() throws {
    guard let topic = simulation.pick(Self.topics) else { return }
    let number = simulation.shadow.published(
      ShadowModel.PublicationRecord(
        publisher: name, persona: persona, session: session.id, topic: topic, sent: simulation.now, time: nil,
        includesPublisher: true, isTestament: true, isRetained: false))
    let scope: Value = simulation.chance(50) ? "detached" : "destroyed"
    let payload = Payload(
      arguments: [.string(topic), [.int(Int64(number))]], keywords: ["scope": scope])
    send(.call(try session.call("wamp.session.add_testament", payload, token: .testament(number))))
  }

  private func subscribe() throws {
    guard let (pattern, match) = simulation.pick(Self.patterns) else { return }
    let wish = Wish(
      pattern: pattern, match: match, getRetained: simulation.chance(40), sent: simulation.now)
    let options = SubscribeOptions(match: match, getRetained: wish.getRetained)
    send(.subscribe(try session.subscribe(pattern, options: options, token: .subscribe(wish))))
  }

  /// Subscribes to very many topics that nobody publishes to.
  func hoard(_ count: Int) {
    guard isOpen else { return }
    for number in 0..<count {
      let topic = "com.hoard.t\(number)"
      let wish = Wish(pattern: topic, match: .exact, sent: simulation.now)
      guard let message = try? session.subscribe(topic, token: .subscribe(wish)) else { return }
      send(.subscribe(message))
    }
  }

  private func unsubscribe() throws {
    guard let id = simulation.pick(subscriptions.keys.sorted()) else { return }
    while let record = subscriptions[id] {
      simulation.shadow.ended(record, at: simulation.now)
      guard let message = try session.unsubscribe(id, token: .end) else { return }
      subscriptions[id] = nil
      send(.unsubscribe(message))
    }
  }

  private func register() throws {
    guard let offer = simulation.pick(Offer.all) else { return }
    let options = RegisterOptions(
      match: offer.match, invoke: offer.invoke, concurrency: offer.concurrency,
      forceReregister: simulation.chance(3))
    let token = Token.register(Registering(offer: offer, sent: simulation.now))
    send(.register(try session.register(offer.pattern, options: options, token: token)))
  }

  private func unregister() throws {
    guard let (id, _) = simulation.pick(registrations) else { return }
    registrations.removeAll { $0.id == id }
    if let message = try session.unregister(id, token: .end) { send(.unregister(message)) }
  }
}
