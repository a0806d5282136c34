import WAMP

/// A realm and its sessions.
struct Crowd {
  private var realm = Realm(name: "realm1", ids: RandomIDs(seed: 1))
  private(set) var sessions: [SessionID] = []
  private var lastRequest: UInt64 = 0

  /// - Parameters:
  ///   - joined: how many sessions there are, at least.
  ///   - subscribed: how many of them subscribe to `t`.
  init(joined: Int = 200, subscribed: Int = 0) {
    for index in 0..<max(subscribed, joined) {
      join()
      if index < subscribed { self.do(.subscribe(.init(request: RequestID(1), topic: "t")), from: index) }
    }
  }

  mutating func join() {
    let outlet = Outlet(loop: sessions.count % 2, format: .cbor)
    sessions.append(realm.admit(.everything, at: outlet).member.id)
  }

  mutating func `do`(_ message: Message, from session: Int) {
    _ = realm.receive(message, from: sessions[session])
  }

  mutating func send(_ message: Message, from session: Int, _ turns: inout Turns) {
    turns.turn { _ = realm.receive(message, from: sessions[session]) }
    workOff(&turns)
  }

  private mutating func workOff(_ turns: inout Turns) {
    while realm.isPublishing || realm.isLeaving {
      if realm.isLeaving { turns.turn { _ = realm.continueLeaving() } }
      if realm.isPublishing { turns.turn { _ = realm.continuePublishing() } }
    }
  }

  mutating func call(_ procedure: String, _ list: [Value] = [], from session: Int, _ turns: inout Turns) {
    lastRequest += 1
    let payload = Payload(arguments: list)
    let call = Message.Call(request: RequestID(lastRequest), procedure: procedure, payload: payload)
    send(.call(call), from: session, &turns)
  }

  /// Sessions 100 to 199 call what sessions 0 to 99 answer.
  mutating func callAMillion(_ turns: inout Turns) {
    for callee in 0..<100 {
      self.do(.register(.init(request: RequestID(1), procedure: "p\(callee)")), from: callee)
    }
    for number in 0..<10_000 {
      for caller in 100..<200 {
        let call = Message.Call(
          request: RequestID(UInt64(number + 1)), procedure: "p\((number + caller) % 100)", timeout: 60_000)
        send(.call(call), from: caller, &turns)
      }
    }
  }

  /// Lets the first sessions share a registration, each for one call at a time.
  mutating func share(among count: Int) {
    for session in 0..<count {
      let register = Message.Register(
        request: RequestID(1), procedure: "p", invoke: .first, concurrency: 1)
      self.do(.register(register), from: session)
    }
  }

  /// The connection of a session is lost, and it goes on over another one.
  mutating func resume(_ session: Int, _ turns: inout Turns) {
    turns.turn { _ = realm.suspend(sessions[session]) }
    workOff(&turns)
    turns.turn { _ = realm.move(sessions[session], to: Outlet(loop: 7, format: .cbor)) }
  }

  mutating func leave(_ session: Int, _ turns: inout Turns) {
    turns.turn { _ = realm.leave(sessions[session]) }
    workOff(&turns)
  }
}

extension Roles {
  /// A client that cancels, and watches no times.
  static let everything = Roles([
    .publisher: [], .subscriber: [.patternBasedSubscription], .caller: [],
    .callee: [.callCanceling, .registrationRevocation],
  ])
}
