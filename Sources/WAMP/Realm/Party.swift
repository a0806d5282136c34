/// A session as the dealer knows it: what it can do, what it answers and what it waits for.
struct Party: Sendable {
  let abilities: Abilities
  var callee = Dealer.CalleeState()
  /// Calls that wait for an answer.
  private(set) var calls = OrderedTable<RequestID, Dealer.Pending>()
  /// What all invocations of a call say of which parts are still to come.
  private var openCalls: [RequestID: Message.Invocation] = [:]
  private var lastCall = RequestID(0)

  /// What a session announced, as far as the dealer asks for it with each call. Names are looked up once, when it joins.
  struct Abilities: OptionSet, Sendable {
    let rawValue: UInt8

    /// Its calls may come in parts.
    static let sendsParts = Abilities(rawValue: 1)
    /// As a callee, it can be interrupted.
    static let isInterruptible = Abilities(rawValue: 2)
    static let takesParts = Abilities(rawValue: 4)
    static let answersInParts = Abilities(rawValue: 8)
    static let watchesTime = Abilities(rawValue: 16)
    static let readsTrustLevels = Abilities(rawValue: 32)
    static let takesRevocations = Abilities(rawValue: 64)
  }

  init(_ abilities: Abilities) { self.abilities = abilities }

  /// What a CALL is beside those that came before.
  enum Beginning {
    case new(pending: Int)
    /// Another part of a call whose first one is at its callee.
    case part(Message.Invocation)
    /// Another part of a call that is over, which the caller cannot have known.
    case late
    case violation(String)
  }

  func isPart(_ request: RequestID) -> Bool {
    calls.contains(request) || abilities.contains(.sendsParts) && request <= lastCall
  }

  /// - Parameter hasMore: whether the CALL says that further parts follow.
  mutating func begin(_ request: RequestID, hasMore: Bool) -> Beginning {
    if calls.contains(request) {
      if let invocation = openCalls[request] { return .part(invocation) }
      return .violation("CALL \(request) has not been answered yet")
    }
    if abilities.contains(.sendsParts) {
      guard request > lastCall else { return .late }
      lastCall = request
    } else if hasMore {
      return .violation("CALL \(request) comes in parts, which the caller did not announce")
    }
    return .new(pending: calls.count)
  }

  mutating func wait(for call: Dealer.Pending, _ request: RequestID) { calls.insert(call, for: request) }

  /// - Parameter invocation: what the first part says, and all others will.
  mutating func keepOpen(_ request: RequestID, _ invocation: Message.Invocation) {
    openCalls[request] = invocation
  }

  /// The last part of a call came.
  mutating func closeParts(of request: RequestID) { openCalls[request] = nil }

  /// Forgets all calls.
  ///
  /// - Returns: those that waited for an answer.
  mutating func dropCalls() -> OrderedTable<RequestID, Dealer.Pending> {
    openCalls = [:]
    defer { calls = OrderedTable() }
    return calls
  }

  /// Forgets a call that has got its last answer.
  mutating func finish(_ request: RequestID) -> Dealer.Pending? {
    if !openCalls.isEmpty { openCalls[request] = nil }
    return calls.remove(request)
  }
}

extension Party.Abilities {
  init(_ roles: Roles) {
    self = []
    if roles.supports(.progressiveCallInvocations, as: .caller) { insert(.sendsParts) }
    if roles.supports(.callTimeout, as: .callee) { insert(.watchesTime) }
    if roles.supports(.callTrustLevels, as: .callee) { insert(.readsTrustLevels) }
    if roles.supports(.registrationRevocation, as: .callee) { insert(.takesRevocations) }
    // Who cannot be stopped is neither sent nor asked for more than one message.
    guard roles.supports(.callCanceling, as: .callee) else { return }
    insert(.isInterruptible)
    if roles.supports(.progressiveCallInvocations, as: .callee) { insert(.takesParts) }
    if roles.supports(.progressiveCallResults, as: .callee) { insert(.answersInParts) }
  }
}
