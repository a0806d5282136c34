import Testing

extension Hostile {
  /// What one client sends and another one's reader would have to refuse, with its session for a price.
  @Suite("Bad content") struct ContentTests {
    /// The ways from an attacker to the victim.
    enum Way: String, CaseIterable, Sendable {
      case publish = "PUBLISH"
      case acknowledgedPublish = "acknowledged PUBLISH"
      case call = "CALL"
      case yield = "YIELD"
      case error = "ERROR"
    }

    struct Row: Sendable, CustomStringConvertible {
      let way: Way
      let format: WireFormat
      let content: BadContent
      var description: String { "\(way.rawValue) over \(format) with \(content)" }
    }

    @Test("is refused at its sender, and its receiver stays", arguments: Victim.all, Way.allCases)
    func content(victim: Victim, way: Way) async throws {
      let rows = WireFormat.allCases.flatMap { format in
        BadContent.all.filter { $0.depth <= victim.deepestArguments || $0.outcome == .refused }
          .map { Row(way: way, format: format, content: $0) }
      }
      for complaint in try await victim.attack(rows, { try Attack($0, $1, $2).complaint() }) {
        Issue.record("\(complaint)")
      }
    }

    @Test(
      "that is no CBOR at all ends at its sender, whose session may end", arguments: Victim.all, Way.allCases)
    func broken(victim: Victim, way: Way) async throws {
      let rows = WireFormat.allCases.flatMap { format in
        BadContent.broken.map { Row(way: way, format: format, content: $0) }
      }
      let complaints = try await victim.attack(rows) { row, port, witness in
        do {
          return try Attack(row, port, witness).complaint()
        } catch RawPeer.Ending.closed, RawPeer.Ending.refused {
          return nil
        }
      }
      for complaint in complaints { Issue.record("\(complaint)") }
    }

    @Test(
      "such as an ERROR with a URI that is none comes as an ERROR that can be read", arguments: Victim.all)
    func errorURIs(victim: Victim) async throws {
      let rows = WireFormat.allCases.flatMap { format in BadContent.uris.map { (format, $0) } }
      let complaints = try await victim.attack(rows) { row, port, witness in
        let callee = try Callee(port, row.0, witness)
        let heard = try callee.answer { row.0.error($0, row.1) }
        if heard == "result" || heard == "silence" { return "the caller heard: \(heard)" }
        return nil
      }
      for complaint in complaints { Issue.record("\(complaint)") }
    }
  }
}

/// One message with bad content, and what comes of it for its sender.
private struct Attack {
  private let row: Hostile.ContentTests.Row
  private let port: Int
  private let witness: Witness

  init(_ row: Hostile.ContentTests.Row, _ port: Int, _ witness: Witness) {
    self.row = row
    self.port = port
    self.witness = witness
  }

  func complaint() throws -> String? {
    switch row.way {
    case .publish: try publish(acknowledge: false)
    case .acknowledgedPublish: try publish(acknowledge: true)
    case .call: try call()
    case .yield: try answer { row.format.yield($0, row.content.content) }
    case .error: try answer { row.format.error($0, "attacker.error", row.content.content) }
    }
  }

  private func publish(acknowledge: Bool) throws -> String? {
    let before = try witness.call("victim.events")
    let peer = try RawPeer.joined(port, row.format)
    let message = row.format.publish(7, "victim.topic", row.content.content, acknowledge: acknowledge)
    var answer: Answer?
    if acknowledge { answer = try peer.ask(7, message) } else { try peer.send(message) }
    // Whatever it was, the sender goes on.
    let next = try peer.ask(8, row.format.call(8, "attacker.nothing"))
    guard next.uri == "wamp.error.no_such_procedure" else { return "a later call is answered with \(next)" }
    let arrived = try witness.call("victim.events") != before
    if let answer, arrived != (answer.code == Code.published) {
      return "answered with \(answer), arrived: \(arrived)"
    }
    return judge(isPassed: arrived)
  }

  private func call() throws -> String? {
    let peer = try RawPeer.joined(port, row.format)
    let answer = try peer.ask(7, row.format.call(7, "victim.echo", row.content.content))
    let next = try peer.ask(8, row.format.call(8, "attacker.nothing"))
    guard next.uri == "wamp.error.no_such_procedure" else { return "a later call is answered with \(next)" }
    return judge(isPassed: answer.code == Code.result)
  }

  private func answer(_ message: (UInt64) -> [UInt8]) throws -> String? {
    let callee = try Callee(port, row.format, witness)
    let heard = try callee.answer(message)
    let next = try callee.peer.ask(8, row.format.call(8, "attacker.nothing"))
    guard next.uri == "wamp.error.no_such_procedure" else { return "a later call is answered with \(next)" }
    if heard == "silence" { return "the caller is never answered" }
    return judge(isPassed: heard == (row.way == .yield ? "result" : "attacker.error"))
  }

  private func judge(isPassed: Bool) -> String? {
    switch row.content.outcome {
    case .refused: isPassed ? "passed on" : nil
    case .passed: isPassed ? nil : "refused"
    case .either: nil
    }
  }
}

/// An attacker whom the victim calls.
private struct Callee {
  let peer: RawPeer
  private let witness: Witness
  /// Another one for each attack: the last attacker may not have left yet.
  private let procedure = Item.text(Array("attacker.answer\(UInt32.random(in: 0...UInt32.max))".utf8))

  init(_ port: Int, _ format: WireFormat, _ witness: Witness) throws {
    self.witness = witness
    peer = try RawPeer.joined(port, format)
    let answer = try peer.ask(1, format.register(1, procedure))
    guard answer.code == Code.registered else { throw RawPeer.Ending.refused("\(answer)") }
  }

  /// - Returns: what the victim heard.
  func answer(_ message: (UInt64) -> [UInt8]) throws -> String {
    let request = try witness.begin("victim.ask", procedure)
    let invocation = try peer.answer("INVOCATION") { $0.code == Code.invocation }
    try peer.send(message(invocation.request))
    guard case .text(let heard)? = try witness.result(of: request).first else { return "nothing" }
    return String(decoding: heard, as: UTF8.self)
  }
}
