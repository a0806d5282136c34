import Foundation
import Programs
import RecordStore
import Synchronization
import Testing

/// Commits of other processes, seen by the streams of this one.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct WatchedProcessTests {
  private let folder: TestFolder
  private var path: String { folder.file() }
  private let program: SchemaProgram

  init() throws {
    folder = try TestFolder()
    // As in Tests/Crashes/Program, whose program is the other process.
    program = try SchemaProgram(
      """
      namespace crashes;
      table IndexedThing (table: "things") {
        id: ulong (key); name: string (index: "byName"); number: int (unique: "byNumber"); team: uint (index: "byTeam");
      }
      """)
  }

  private func writer(_ count: Int) -> Program {
    Program(built: "CrashingProgram", ["write", path, "\(count)"])
  }

  /// Follows a stream until the rows with the key come.
  private static func follow(
    _ changes: StoreChanges, until end: String
  ) async throws -> (commits: [UInt64], unknown: [UnknownChanges], rows: Set<String>) {
    var told: (commits: [UInt64], unknown: [UnknownChanges], rows: Set<String>) = ([], [], [])
    for try await event in changes {
      switch event {
      case .commit(let commit):
        told.commits.append(commit.number)
        for row in commit.rows {
          if row.operation == .put { told.rows.insert(row.keyText) } else { told.rows.remove(row.keyText) }
        }
        if told.rows.contains(end) { return told }
      case .unknown(let unknown): told.unknown.append(unknown)
      }
    }
    return told
  }

  private func keys(_ store: Store) throws -> Set<String> {
    Set(try program.rows("things", store).map { row in String(row.prefix { $0 != "," }.filter(\.isNumber)) })
  }

  @Test("a thousand commits of another process are told one by one from the log, among those of this one")
  func logged() async throws {
    let store = try program.open(path) { $0.changeLog = .on() }
    let changes = try store.changes()
    async let told = Self.follow(changes, until: "100000")
    async let ended = writer(1000).output()
    for id in 5000..<5100 {
      try program.put(["{\"id\": \(id), \"number\": \(id)}"], store)
      try await Task.sleep(for: .milliseconds(2))
    }
    let numbers = try await ended.split(separator: "\n").compactMap { UInt64($0) }
    try program.put([#"{"id": 100000, "number": -7}"#], store)
    let (commits, unknown, rows) = try await told
    #expect(numbers.count == 1000 && unknown.isEmpty)
    let isSorted = zip(commits, commits.dropFirst()).allSatisfy { $0 < $1 }
    #expect(isSorted && Set(commits).isSuperset(of: numbers))
    #expect(commits.count == 1101)
    #expect(try rows == keys(store))
  }

  @Test("without a log the commits of another process are told as unknown, without a gap between them")
  func unlogged() async throws {
    let store = try program.open(path)
    try program.put([#"{"id": 1, "number": -1}"#], store)
    let before = try store.read { try $0.commitNumber }
    let changes = try store.changes()
    async let told = Self.follow(changes, until: "100000")
    let numbers = try await writer(50).output().split(separator: "\n").compactMap { UInt64($0) }
    try program.put([#"{"id": 100000, "number": -7}"#], store)
    let (commits, unknown, _) = try await told
    #expect(unknown.first?.since == before && unknown.last?.through == numbers.last)
    let isConnected = zip(unknown, unknown.dropFirst()).allSatisfy { $0.through == $1.since }
    #expect(isConnected && unknown.allSatisfy { $0.reason == .otherProcess })
    #expect(commits.last == (numbers.last ?? 0) + 1)
  }

  @Test("half of the commits of another process are seen within 50 ms")
  func latency() async throws {
    let store = try program.open(path) { $0.changeLog = .on() }
    let changes = try store.changes()
    let clock = ContinuousClock()
    let seen = Task {
      var seen: [UInt64: ContinuousClock.Instant] = [:]
      for try await case .commit(let commit) in changes {
        seen[commit.number] = clock.now
        if seen.count == 200 { break }
      }
      return seen
    }
    var said: [UInt64: ContinuousClock.Instant] = [:]
    let lines = Mutex<[(UInt64, ContinuousClock.Instant)]>([])
    _ = try await writer(200).run { line in
      if let number = UInt64(line) { lines.withLock { $0.append((number, clock.now)) } }
      return false
    }
    for (number, time) in lines.withLock({ $0 }) { said[number] = time }
    let times = try await seen.value
    #expect(said.count == 200)
    let delays = said.compactMap { number, time in times[number].map { $0 - time } }.sorted()
    try #require(delays.count == 200)
    print("seen after another process said it: median \(delays[100]), last \(delays[199])")
    #expect(delays[100] < .milliseconds(50))
  }

  @Test("a value that is observed follows the commits of another process")
  func observed() async throws {
    let store = try program.open(path)
    let last = try store.read { try $0.commitNumber } + 30
    let observed = Task {
      for try await number in store.observe({ try $0.commitNumber }) where number == last { return true }
      return false
    }
    let output = try await writer(30).output()
    #expect(output.hasSuffix("\(last)\ndone\n"))
    #expect(try await observed.value)
  }

  @Test("a writer that is killed while it is watched: what it committed is told, and no more")
  func killed() async throws {
    let store = try program.open(path) { $0.changeLog = .on() }
    let changes = try store.changes()
    async let told = Self.follow(changes, until: "100000")
    var said: [UInt64] = []
    for round in 0..<5 {
      let output = try await writer(1_000_000).runKilled(after: .milliseconds(150 + 40 * round))
      said += output.split(separator: "\n").compactMap { UInt64($0) }
    }
    try program.put([#"{"id": 100000, "number": -7}"#], store)
    let (commits, unknown, rows) = try await told
    #expect(unknown.isEmpty)
    #expect(Set(commits).isSuperset(of: said))
    let first = commits.first ?? 0
    let areAll = commits == Array(first..<first + UInt64(commits.count))
    #expect(areAll)
    #expect(try rows == keys(store))
  }

  @Test(
    "a program of LMDB that writes is told as unknown",
    .enabled(if: Program.isInstalled("/usr/bin/mdb_load"), "lmdb-utils is not installed"))
  func otherProgram() async throws {
    var options = TestStore.fast
    options.changeLog = .on()
    let store = try Store(path: path, schema: PeopleSchema.schema, options: options)
    let before = try store.read { try $0.commitNumber }
    var changes = try store.changes().makeAsyncIterator()
    let text = "VERSION=3\nformat=bytevalue\ntype=btree\nHEADER=END\n 0000000000000001\n 00\nDATA=END\n"
    _ = try await Program(URL(filePath: "/usr/bin/mdb_load"), ["-n", "-s", "other", path]).output(input: text)
    let unknown = try await changes.next().unknown()
    #expect(unknown.since == before && unknown.through == before && unknown.reason == .otherProgram)
    try await store.write { txn in try txn.put(.init(title: "three", text: ""), in: .notes) }
    let commit = try await changes.next().commit()
    #expect(commit.number == before + 1 && commit.rows.map(\.keyText) == ["\"three\""])
  }
}
