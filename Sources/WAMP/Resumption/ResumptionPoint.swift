/// How much of a session each side has received: what it tells the other when the session goes on over another
/// connection.
///
/// WAMP has no acknowledgements. So a client counts what a router sends, and a router the answers of a client's handlers;
/// both only when they meet again.
package enum ResumptionPoint {
  /// What a client has of its router.
  package struct OfClient: Sendable, Equatable {
    /// How many messages; see ``Message/isNumbered``.
    package var received: UInt64

    package init(received: UInt64) { self.received = received }

    private static let detail = "x_flatwire_received"

    func announce(in details: inout Options) { details[Self.detail] = .int(Int64(clamping: received)) }

    /// - Returns: `nil` if nothing was said, or no number.
    init?(_ details: Options) {
      guard let number = details[Self.detail]?.intValue, number >= 0 else { return nil }
      received = UInt64(number)
    }
  }

  /// What a router has of its client.
  package struct OfRouter: Sendable, Equatable {
    /// How many answers to invocations, each part of one counted.
    package var answers: UInt64 = 0
    /// The number of the last request, calls left out: what waits for more was lost.
    package var request: UInt64 = 0

    package init() {}

    private static let detail = "x_flatwire_resumption"

    func announce(in details: inout Options) {
      details[Self.detail] = .map([
        "answers": .int(Int64(clamping: answers)), "request": .int(Int64(clamping: request)),
      ])
    }

    /// - Returns: `nil` if nothing was said, or no numbers.
    init?(_ details: Options) {
      guard let map = details[Self.detail]?.mapValue, let answers = map["answers"]?.intValue,
        let request = map["request"]?.intValue, answers >= 0, request >= 0
      else { return nil }
      self.answers = UInt64(answers)
      self.request = UInt64(request)
    }
  }
}

extension Message {
  /// Whether a router numbers the message in a session that can be resumed.
  ///
  /// Not what answers calls: these fail with their connection. Nor what opens and closes.
  package var isNumbered: Bool {
    switch self {
    case .event, .published, .subscribed, .unsubscribed, .registered, .unregistered, .invocation, .interrupt:
      true
    case .error(let error): error.requestType != .call
    default: false
    }
  }

  /// Whether the message is a handler's answer, or a part of one.
  package var isHandlersAnswer: Bool {
    switch self {
    case .yield: true
    case .error(let error): error.requestType == .invocation
    default: false
    }
  }
}
