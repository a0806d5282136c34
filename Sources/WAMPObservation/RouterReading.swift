package import WAMP

/// What a router has done since it was started, and what it has at the moment.
package struct RouterReading: Sendable {
  package var acceptedConnections = 0
  package var refusedConnections = 0
  /// Of each realm.
  package var sessions: [String: Int] = [:]
  package var received = MessageCounts()
  package var sent = MessageCounts()
  /// In the order of ``CallOutcome/index``.
  package var calls = [Int](repeating: 0, count: CallOutcome.allCases.count)
  package var publishedEvents = 0
  package var deliveredEvents = 0
  package var droppedEvents = 0
  /// Those that were held against an inventory.
  package var payloads = PayloadCounts()
  package var uncopiedBytes = 0
  /// By what they were copied for.
  package var copiedBytes: [String: Int] = [:]
  package var heldBytes = 0

  package init() {}

  /// How many messages there were of each type.
  package struct MessageCounts: Sendable, Equatable {
    private var counts = [Int](repeating: 0, count: MessageCode.allCases.count)

    package init() {}

    package subscript(code: MessageCode) -> Int {
      get { counts[code.ordinal] }
      set { counts[code.ordinal] = newValue }
    }
  }
}

extension MessageCode {
  /// The place among all types.
  package var ordinal: Int { Self.ordinals[Int(rawValue)] }

  private static let ordinals: [Int] = {
    var ordinals = [Int](repeating: 0, count: Int(UInt8.max) + 1)
    for (index, code) in allCases.enumerated() { ordinals[Int(code.rawValue)] = index }
    return ordinals
  }()
}
