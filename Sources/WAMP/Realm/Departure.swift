/// What is left of a session that is gone, or of its calls if only its connection is, worked off piece by piece: however
/// much it is, nobody waits for it.
struct Departure: Sendable {
  /// Tells it from others: a session may lose connections and go while what is left is worked off.
  struct Number: Sendable, Hashable {
    let value: UInt64
  }

  let member: Member
  /// Whether others are told nothing of it.
  let isSilent: Bool
  /// What is to be published.
  var testaments: ArraySlice<Message.Publish> = []
  var subscriptions = OrderedTable<SubscriptionID, Void>()
  var callee = Dealer.CalleeState()
  var calls: OrderedTable<RequestID, Dealer.Pending>

  var isOver: Bool {
    testaments.isEmpty && subscriptions.isEmpty && callee.registrations.isEmpty
      && callee.invocations.isEmpty && calls.isEmpty
  }

  /// How many pieces are worked off at once; each takes some thousand instructions, a URI of 1 KiB 45 000.
  static let slice = 300
  /// How many receivers of an event that is published meanwhile cost as much as a piece.
  static let receiversPerPiece = 3
}
