import Testing

@testable import WAMP

/// A realm with sessions that ask it about itself.
struct MetaClient {
  var realm: Realm
  private var lastRequest: UInt64 = 0

  static let time = Timestamp(milliseconds: 1_767_225_600_000)

  init(_ members: [Member], _ table: RoutingTable = RoutingTable()) {
    realm = Realm(name: "realm1", table: table, ids: RandomIDs(seed: 1), clock: { MetaClient.time })
    for member in members { realm.join(member) }
  }

  /// - Returns: what the call did besides being answered, and the answer.
  mutating func call(
    _ procedure: String, _ list: [Value] = [], _ keywords: [String: Value] = [:], from caller: UInt64
  ) -> (actions: [RealmAction], answer: Answer) {
    lastRequest += 1
    let call = Message.Call(
      request: RequestID(lastRequest), procedure: procedure,
      payload: Payload(arguments: list, keywords: keywords))
    var actions = realm.receive(.call(call), from: SessionID(caller))
    guard case .send(let answer, SessionID(caller))? = actions.popLast() else { return (actions, .none) }
    return (actions, Answer(answer))
  }

  /// The answer alone.
  mutating func ask(
    _ procedure: String, _ list: [Value] = [], _ keywords: [String: Value] = [:], from caller: UInt64 = 1
  ) -> Answer {
    call(procedure, list, keywords, from: caller).answer
  }

  mutating func subscribe(
    _ session: UInt64, to topic: String, _ match: MatchPolicy = .exact, retained: Bool = false
  ) -> [RealmAction] {
    let subscribe = Message.Subscribe(
      request: RequestID(1), topic: topic, match: match, getRetained: retained)
    return realm.receive(.subscribe(subscribe), from: SessionID(session))
  }

  enum Answer: Equatable {
    case none
    case result([Value])
    case error(String, String)

    init(_ message: Message) {
      switch message {
      case .result(let result): self = .result((try? result.payload.arguments())?.list ?? [])
      case .error(let error): self = .error(error.error, WAMPError(error).message)
      default: self = .none
      }
    }

    var code: String? {
      if case .error(let code, _) = self { code } else { nil }
    }
  }
}

extension [RealmAction] {
  /// The events among them: to whom, and what.
  var events: [(topic: String?, sessions: [UInt64], arguments: [Value])] {
    compactMap { action in
      guard case .deliver(let event, let receivers) = action else { return nil }
      let sessions = receivers.flatMap(\.sessions).map(\.rawValue)
      return (event.topic, sessions, (try? event.payload.arguments())?.list ?? [])
    }
  }

  /// The topics of the events among them, each with the event's arguments behind it.
  var happened: [[Value]] { events.map { [.string($0.topic ?? "")] + $0.arguments } }
}
