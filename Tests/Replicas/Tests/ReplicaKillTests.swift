import Foundation
import Programs
import Synchronization
import Testing

/// A replica and its source, both killed and started again at random while the source is written to. What the replica shows
/// is looked at all the time by the program that keeps it; at the end LMDB's own tool compares all tables.
///
/// `Tests/Replicas/run 50` kills each 50 times.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct ReplicaKillTests {
  private static let rounds = ProcessInfo.processInfo.environment["REPLICA_ROUNDS"].flatMap { Int($0) } ?? 6

  @Test func aReplicaAndItsSourceAreKilledAndItShowsOneCommitEachTimeAndAtTheEndTheLast() async throws {
    try await withShortFolder { folder in
      let (file, socket) = (folder.appending(path: "source.db").path, folder.appending(path: "s").path)
      let (source, replica) = (Log(), Log())
      async let served: Void = Self.kill("serve", file, socket, source)
      async let followed: Void = Self.kill("follow", file + ".replica", socket, replica)
      _ = try await (served, followed)
      let settled = try await Program(built: "ReplicaProgram", ["settle", file, socket]).output()
      print(
        "killed \(Self.rounds) times each: \(source.count("commit")) hundreds of commits, \(replica.count("looked")) times 20 looks, "
          + "\(replica.count("pulling(table: \"accounts\") 0") + replica.count("waiting")) beginnings, \(settled)"
      )
      let broken = replica.lines.first { $0.contains("BROKEN") }
      #expect(broken == nil, "\(broken ?? "")")
      #expect(replica.count("looked") > 0 && replica.count("following") > 0)
      for table in ["accounts", "totals", "accounts/accountsByOwner", "accounts/accountsByMail"] {
        let rows = try await Self.dump(file, table)
        #expect(rows.count > 10 || table == "totals" && rows.count >= 2)
        let isSame = try await Self.dump(file + ".replica", table) == rows
        #expect(isSame, "\(table)")
      }
    }
  }

  /// Runs a program and kills it after a time, again and again.
  private static func kill(_ mode: String, _ file: String, _ socket: String, _ log: Log) async throws {
    for round in 0..<rounds {
      // The last ones run longer, so that the replica is whole once at least.
      let time = round == rounds - 1 ? 6000 : Int.random(in: 300...2500)
      let output = try await Program(built: "ReplicaProgram", [mode, file, socket])
        .runKilled(after: .milliseconds(time))
      log.append(output)
    }
  }

  /// All that a table holds, as LMDB's tool prints it.
  private static func dump(_ file: String, _ table: String) async throws -> [Substring] {
    let text = try await Program(URL(filePath: "/usr/bin/mdb_dump"), ["-n", "-s", table, file]).output()
    let lines = text.split(separator: "\n")
    let head = try #require(lines.firstIndex(of: "HEADER=END"))
    return Array(lines[(head + 1)...])
  }

  /// What a program printed in all rounds.
  private final class Log: Sendable {
    private let text = Mutex<[String]>([])

    var lines: [String] { text.withLock { $0 } }

    func append(_ output: String) {
      text.withLock { $0 += output.split(separator: "\n").map { String($0) } }
    }

    func count(_ beginning: String) -> Int { lines.count { $0.hasPrefix(beginning) } }
  }
}
