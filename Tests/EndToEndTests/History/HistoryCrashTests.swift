import Flatwire
import Foundation
import Programs
import Synchronization
import Testing

/// A router that is killed while events are published; `History/run` does it with a million of them.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(120))) struct HistoryCrashTests {
  private static let publishers = 64 as Int64

  /// Publishes from several sessions until the router is gone, and tells what was acknowledged, by publishers.
  private func publish(from first: Int64, to url: String, _ acknowledged: Acknowledged) async throws {
    await withTaskGroup { group in
      for publisher in 0..<Self.publishers {
        group.addTask {
          guard let session = try? await WAMPSession.connect(to: url, realm: "realm1") else { return }
          var number = first
          while (try? await session.publish([.int(publisher), .int(number)], to: "com.example.\(publisher)"))
            != nil
          {
            acknowledged.add(publisher, number)
            number += 1
          }
        }
      }
    }
  }

  private final class Acknowledged: Sendable {
    private let numbers = Mutex<[Int64: [Int64]]>([:])

    func add(_ publisher: Int64, _ number: Int64) {
      numbers.withLock { $0[publisher, default: []].append(number) }
    }

    var all: [Int64: [Int64]] { numbers.withLock { $0 } }
    var count: Int { all.values.reduce(0) { $0 + $1.count } }
  }

  /// What is acknowledged at least.
  private static let wanted = Int(ProcessInfo.processInfo.environment["HISTORY_EVENTS"] ?? "") ?? 1200

  @Test("all that was acknowledged is there after kills, in order and once, for our client and for Autobahn")
  func acknowledged() async throws {
    try await withHistory { path in
      let acknowledged = Acknowledged()
      for round in 0..<3 as Range<Int64> {
        let program = Program(built: "HistoryProgram", [path, "0"])
        let wanted = acknowledged.count + Self.wanted / 3
        var publishing: Task<Void, any Error>?
        let outcome = try await program.run(reacting: { line in
          guard let port = line.split(separator: " ").last else { return .none }
          let url = "ws://127.0.0.1:\(port)/"
          publishing = Task { try await publish(from: round * 1_000_000, to: url, acknowledged) }
          while acknowledged.count < wanted { try await Task.sleep(for: .milliseconds(1)) }
          return .kill
        })
        #expect(outcome.status != 0)
        // A program that dies by itself acknowledges nothing, and nothing would be missed.
        try await #require(publishing).value
        try #require(acknowledged.count >= wanted)
      }
      let history = try HistoryStore(at: path)
      try await withRouter { router in
        let bounds = HistoryBounds(count: .max, bytes: .max)
        try await router.keepHistory(of: "com.example.", .prefix, in: history, bounds: bounds)
        let session = try await join(router, .cbor)
        let id = try await session.history()
        check(try await events(id, over: session), acknowledged)
        for serializer in ["cbor", "msgpack", "json"] {
          let seen = try await AutobahnPeer.run(
            port: router.port, realm: router.realm, serializer: serializer, deadline: .seconds(1800),
            [["do": "events", "subscription": try #require(id.intValue)]])
          let pages = seen.filter { $0["event"] as? String == "result" }
          #expect(pages.count > 1, "\(seen.suffix(3))")
          check(pages.flatMap { $0["args"] as? [[Any]] ?? [] }.map(Found.init), acknowledged)
        }
        await session.close()
      }
      history.close()
    }
  }

  /// An event as it was found.
  fileprivate struct Found {
    let publication: Int64?
    let topic: String?
    let publisher: Int64?
    let number: Int64?
  }

  /// All events of a history.
  private func events(_ id: Value, over session: WAMPSession) async throws -> [Found] {
    var found: [Found] = []
    var keywords: [String: Value] = [:]
    while true {
      let (events, end) = try await session.events(id, keywords)
      for event in events {
        let arguments = event["args"]?.listValue ?? []
        found.append(
          Found(
            publication: event["publication"]?.intValue,
            topic: event["details"]?.mapValue?["topic"]?.stringValue,
            publisher: arguments.first?.intValue, number: arguments.last?.intValue))
      }
      guard end["more"] == true else { return found }
      keywords["after_publication"] = end["after_publication"]
    }
  }

  private func check(_ found: [Found], _ acknowledged: Acknowledged) {
    #expect(Set(found.map(\.publication)).count == found.count)
    #expect(found.allSatisfy { $0.topic == $0.publisher.map { "com.example.\($0)" } })
    let byPublisher = Dictionary(grouping: found, by: \.publisher).mapValues { $0.compactMap(\.number) }
    for (publisher, numbers) in acknowledged.all {
      let stored = byPublisher[publisher] ?? []
      #expect(stored == stored.sorted() && Set(stored).count == stored.count)
      let lost = Set(numbers).subtracting(stored).sorted()
      #expect(lost.isEmpty, "of publisher \(publisher)")
    }
  }
}

extension HistoryCrashTests.Found {
  /// - Parameter event: publication, topic and arguments, as Autobahn's side of the test says them.
  fileprivate init(_ event: [Any]) {
    func number(_ index: Int) -> Int64? { event.count == 4 ? event[index] as? Int64 : nil }
    self.init(
      publication: number(0), topic: event.count == 4 ? event[1] as? String : nil, publisher: number(2),
      number: number(3))
  }
}
