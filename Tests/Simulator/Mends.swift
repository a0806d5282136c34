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

  static let all: Mends = [
    .keepAlive, .orderedOpening, .backlog, .slices, .interrupts, .retention, .testaments,
  ]
}
