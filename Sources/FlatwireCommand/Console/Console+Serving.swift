import Flatwire
import Synchronization
import WAMPObservation

// What the page asks its router, besides what any client can.
extension Console {
  /// The most procedures and the most topics that are told at once.
  private static let listLimit = 1000

  /// Registers the page's procedures.
  func serve(on router: Router) async throws {
    let own = OwnAnswers()
    try await register("flatwire.console.counters", on: router) { router, realm in
      let status = Console.counters(await router.reading(), realm, own)
      return own.counting(Payload(arguments: [], keywords: status))
    }
    try await register("flatwire.console.realm", on: router) { router, realm in
      own.counting(Payload(arguments: [], keywords: try await Console.contents(of: router, realm)))
    }
  }

  private func register(
    _ uri: String, on router: Router,
    _ answer: @escaping @Sendable (_ router: Router, _ realm: String) async throws -> Payload
  ) async throws {
    let realm = realm
    try await router.register(uri, in: realm) { [weak router] payload, _ in
      let (list, keywords) = try payload.arguments()
      guard list.isEmpty, keywords.isEmpty else {
        throw WAMPError(.invalidArgument, "\(uri): found arguments, expected none")
      }
      guard let router else { throw WAMPError(.unavailable, "the router is gone") }
      return try await answer(router, realm)
    }
  }

  private static func counters(
    _ reading: RouterReading, _ realm: String, _ own: OwnAnswers
  ) -> [String: Value] {
    let calls = CallOutcome.allCases.map { ($0.rawValue, Value(reading.calls[$0.index])) }
    let copied = CopyReason.allCases.map(\.description).map { ($0, Value(reading.copiedBytes[$0] ?? 0)) }
    return [
      "sessions": Value(reading.sessions[realm] ?? 0),
      "connections": .map([
        "accepted": Value(reading.acceptedConnections), "refused": Value(reading.refusedConnections),
      ]),
      "calls": .map(Dictionary(uniqueKeysWithValues: calls)),
      "events": .map([
        "published": Value(reading.publishedEvents), "delivered": Value(reading.deliveredEvents),
        "dropped": Value(reading.droppedEvents),
      ]),
      "uncopied": Value(reading.uncopiedBytes),
      "copied": .map(Dictionary(uniqueKeysWithValues: copied)),
      "held": Value(reading.heldBytes),
      "own": .map(["calls": Value(own.count), "bytes": Value(own.bytes)]),
    ]
  }

  private static func contents(of router: Router, _ realm: String) async throws -> [String: Value] {
    let procedures = try await router.procedures(in: realm)
    let topics = try await router.subscriptions(in: realm, atMost: listLimit + 1)
    return [
      "procedures": .list(procedures.prefix(listLimit).map { .list($0.values) }),
      "topics": .list(topics.prefix(listLimit).map { .list($0.pattern.values + [Value($0.subscribers)]) }),
      "totals": .map(["procedures": Value(procedures.count), "topics": Value(topics.count)]),
    ]
  }
}

/// What the page itself was answered, which is none of the traffic that it shows.
private final class OwnAnswers: Sendable {
  private let counted = Atomic(0)
  private let sent = Atomic(0)

  var count: Int { counted.load(ordering: .relaxed) }
  var bytes: Int { sent.load(ordering: .relaxed) }

  func counting(_ payload: Payload) -> Payload {
    counted.add(1, ordering: .relaxed)
    sent.add(payload.byteCount, ordering: .relaxed)
    return payload
  }
}

extension URIPattern {
  fileprivate var values: [Value] { [.string(text), .string(match.rawValue)] }
}

extension Value {
  fileprivate init(_ count: Int) { self = .int(Int64(count)) }
}
