/// What keeps a realm in order over time. A run without one of them must find what it is for.
struct Mends: OptionSet {
  let rawValue: Int

  /// A peer that is silent is taken for gone.
  static let keepAlive = Mends(rawValue: 1)
  /// What comes with a HELLO is refused, however fast the realm lets the client in.
  static let orderedOpening = Mends(rawValue: 2)
  /// A client that does not read gets no more events and calls.
  static let backlog = Mends(rawValue: 4)
  /// What a session leaves behind is worked off in slices.
  static let slices = Mends(rawValue: 8)
  /// A callee is told that nobody waits for its answer any more.
  static let interrupts = Mends(rawValue: 16)

  /// Who subscribes gets what topics keep.
  static let retention = Mends(rawValue: 32)
  /// What sessions left to be published is published when they are gone.
  static let testaments = Mends(rawValue: 64)

  /// A client that comes back is sent what it has not received.
  static let replay = Mends(rawValue: 128)
  /// What is for a client that is coming back waits until it has what it missed.
  static let arrivals = Mends(rawValue: 256)
  /// A session of which something is gone that its client has not received starts anew.
  static let honestReplay = Mends(rawValue: 512)
  /// A session whose client does not come back ends after a time.
  static let absence = Mends(rawValue: 1024)
  /// Of two connections that want the same session, one comes after the other.
  static let oneReturn = Mends(rawValue: 2048)
  /// Only who was told a session's secret gets it.
  static let tokens = Mends(rawValue: 4096)
  /// Nobody gets the session of another principal, whatever he knows.
  static let owners = Mends(rawValue: 8192)
  /// The calls of a connection that was lost end with it.
  static let lostCalls = Mends(rawValue: 16384)
  /// Also those end that the router reads from it while the session goes over to another one.
  static let lateCalls = Mends(rawValue: 262144)

  /// Who was held against rules that were replaced meanwhile is not let in.
  static let freshRules = Mends(rawValue: 32768)
  /// What authorizers decided counts for the rules that it was decided by.
  static let freshDecisions = Mends(rawValue: 65536)
  /// Who does not finish its opening is not waited for.
  static let openingTime = Mends(rawValue: 131072)

  static let all = Mends(rawValue: 524287)
}
