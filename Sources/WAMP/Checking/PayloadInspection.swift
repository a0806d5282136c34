/// A payload that is not what it has to be.
package struct PayloadFault: Sendable, Equatable {
  /// What is wrong, and with what.
  package let error: WAMPError
  /// Who sent it.
  package let sender: SessionID
  /// Whether it went no further.
  package let isRefused: Bool

  package init(_ error: WAMPError, from sender: SessionID, isRefused: Bool) {
    self.error = error
    self.sender = sender
    self.isRefused = isRefused
  }
}

/// How many payloads were checked, by what came of it.
package struct PayloadCounts: Sendable, Equatable {
  /// They were right.
  package var accepted = 0
  /// They were wrong, and passed.
  package var logged = 0
  /// They were wrong, and refused.
  package var refused = 0

  package init(accepted: Int = 0, logged: Int = 0, refused: Int = 0) {
    self.accepted = accepted
    self.logged = logged
    self.refused = refused
  }

  package static func += (left: inout PayloadCounts, right: PayloadCounts) {
    left.accepted += right.accepted
    left.logged += right.logged
    left.refused += right.refused
  }
}

/// Holds payloads against what they have to be, counts them, and reports what is wrong.
struct PayloadInspection: Sendable {
  private(set) var counts = PayloadCounts()

  /// Looks at a payload that is to go on.
  ///
  /// - Parameter check: what it has to be; `nil` if nobody says.
  /// - Throws: what is wrong, if it may not go on.
  mutating func pass(
    _ payload: Payload, _ check: PayloadCheck?, from sender: SessionID, into actions: inout [RealmAction]
  ) throws(WAMPError) {
    guard let check else { return }
    guard let error = check.fault(in: payload) else {
      counts.accepted += 1
      return
    }
    actions.append(.report(PayloadFault(error, from: sender, isRefused: check.isStrict)))
    guard check.isStrict else {
      counts.logged += 1
      return
    }
    counts.refused += 1
    throw error
  }
}
