import Flatwire
import Foundation
import Programs
import Synchronization
import Testing

/// A router that is killed while events are published.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct HistoryCrashTests {
  private static let publishers = 8 as Int64

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

  @Test func `all that was acknowledged is there afterwards, in order and once`() async throws {
    try await withHistory { path in
      let acknowledged = Acknowledged()
      for round in 0..<3 as Range<Int64> {
        let program = Program(built: "HistoryProgram", [path, "0"])
        let wanted = acknowledged.count + 400
        var publishing: Task<Void, any Error>?
        let outcome = try await program.run(reacting: { line in
          guard let port = line.split(separator: " ").last else { return .none }
          let url = "ws://127.0.0.1:\(port)/"
          publishing = Task { try await publish(from: round * 1_000_000, to: url, acknowledged) }
          while acknowledged.count < wanted { try await Task.sleep(for: .milliseconds(1)) }
          return .kill
        })
        #expect(outcome.status != 0)
        try await publishing?.value
      }
      let history = try HistoryStore(at: path)
      try await withRouter { router in
        try await router.keepHistory(of: "com.example.", .prefix, in: history)
        let session = try await join(router, .cbor)
        let id = try await session.history()
        var found: [Int64: [Int64]] = [:]
        var keywords: [String: Value] = [:]
        while true {
          let (events, end) = try await session.events(id, keywords)
          for event in events {
            let arguments = try #require(event["args"]?.listValue)
            found[try #require(arguments[0].intValue), default: []].append(
              try #require(arguments[1].intValue))
          }
          guard end["more"] == true else { break }
          keywords["after_publication"] = end["after_publication"]
        }
        for (publisher, numbers) in acknowledged.all {
          let stored = try #require(found[publisher])
          #expect(stored == stored.sorted() && Set(stored).count == stored.count)
          #expect(Set(numbers).isSubset(of: stored), "publisher \(publisher) lacks some")
        }
        await session.close()
      }
      history.close()
    }
  }
}
