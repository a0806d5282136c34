import FlatBuffersRuntime
import Foundation
import LMDB
import Testing

@testable import RecordStore

/// What is trusted of a file that was written without waiting for the disk, once the machine was started again.
@Suite struct BootSessionTests {
  private let folder: TestFolder
  private let path: String

  init() throws {
    folder = try TestFolder()
    path = folder.file()
  }

  private static let restarted = BootSession(1 << 40)

  /// Writes three rows.
  private func fill(_ durability: Durability, at path: String? = nil, mapSize: Int? = nil) throws -> Store {
    let options = TestStore.options {
      $0.durability = durability
      if let mapSize { $0.mapSize = mapSize }
    }
    let store = try Store(path: path ?? self.path, schema: PeopleSchema.schema, options: options)
    try store.write { txn in
      for id in UInt64(1)...3 { try txn.put(.init(id: id, name: "name \(id)", team: 7), in: .people) }
    }
    return store
  }

  private func open(_ path: String? = nil, in session: BootSession = .current) throws -> Store {
    let options = TestStore.options { $0.session = session }
    return try Store(path: path ?? self.path, schema: PeopleSchema.schema, options: options)
  }

  private func isTrusted(_ store: Store) throws -> Bool {
    do {
      return try store.read { txn in try txn.count(by: .peopleByTeam, .only(7)) } == 3
    } catch let error as StoreError where error.code == .indexUnavailable {
      return false
    }
  }

  @Test func `the run of the machine is one number for all processes`() {
    #expect(BootSession.current == BootSession.current)
    #expect(BootSession.current.number > 0)
    #if os(Linux)
      let text = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
      let digits = text?.replacing("-", with: "").prefix(16) ?? ""
      #expect(BootSession.current == UInt64(digits, radix: 16).map { BootSession($0) })
    #endif
  }

  @Test(arguments: [
    CommitMark(number: 1, transaction: 2, catalog: 3), .init(number: 1, isUncertain: true),
    .init(number: 1, unsynchronized: .current), .init(isUncertain: true, unsynchronized: BootSession(.max)),
    .init(unsynchronized: BootSession(0)),
  ])
  func `a mark is read as it was written`(mark: CommitMark) {
    #expect(CommitMark(numbers: mark.numbers) == mark)
  }

  @Test(arguments: [
    (Durability.fileMayBeLost, false), (.recentWritesMayBeLost, true), (.full, true),
  ])
  func `what did not wait for the disk is trusted as long as the machine runs`(
    durability: Durability, isTrustedLater: Bool
  ) throws {
    try fill(durability).close()
    let same = try open()
    #expect(try isTrusted(same))
    same.close()
    let later = try open(in: Self.restarted)
    #expect(try isTrusted(later) == isTrustedLater)
    // A commit does not make it trusted.
    try later.write { txn in try txn.put(.init(title: "t"), in: .notes) }
    #expect(try isTrusted(later) == isTrustedLater)
    try later.rebuildIndexes()
    #expect(try isTrusted(later))
  }

  @Test func `after synchronizing it is trusted for ever, until the next write`() throws {
    let store = try fill(.fileMayBeLost)
    try store.synchronize()
    let number = try store.read { txn in try txn.commitNumber }
    // Nothing is there to be said again.
    try store.synchronize()
    #expect(try store.read { txn in try txn.commitNumber } == number)
    store.close()
    let later = try open(in: Self.restarted)
    #expect(try isTrusted(later))
    try later.write { txn in try txn.put(.init(title: "t"), in: .notes) }
    #expect(try isTrusted(later))
    later.close()
    #expect(try !isTrusted(open()))
  }

  @Test func `what is stored is brought to the disk also where no room is left to say so`() throws {
    var untold = 0
    for pages in 1...8 {
      let path = folder.file("full\(pages).db")
      let store = try fill(.fileMayBeLost, at: path, mapSize: 64 * 4096)
      // Nothing that is freed can be used again meanwhile.
      let reader = try store.makeReader()
      try reader.read { txn in _ = try txn.count(.people) }
      let photo = [UInt8](repeating: 7, count: pages * 4096 - 16)
      try store.write { txn in try txn.put(.init(id: 9, name: "large", photo: photo), in: .people) }
      let full = storeError {
        for _ in 0..<1000 { try store.write { txn in try txn.put(.init(title: "t"), in: .notes) } }
      }
      #expect(full?.database?.code == .mapFull)
      try store.synchronize()
      reader.end()
      store.close()
      if try !isTrusted(open(path, in: Self.restarted)) { untold += 1 }
    }
    // All is there, but some files can't tell.
    #expect(untold > 0)
  }

  @Test func `the copy that is made before migrations is on the disk`() throws {
    try fill(.fileMayBeLost).close()
    let copy = folder.file("backup.db")
    let options = TestStore.options { $0.backup = copy }
    let migration = Migration(1, "nothing") { _ in }
    try Store(path: path, schema: PeopleSchema.schema, migrations: [migration], options: options).close()
    #expect(try isTrusted(open(copy, in: Self.restarted)))
  }

  @Test func `a commit that waits for the disk brings those before it there`() throws {
    try fill(.fileMayBeLost).close()
    let store = try Store(path: path, schema: PeopleSchema.schema)
    try store.write { txn in try txn.put(.init(title: "t"), in: .notes) }
    store.close()
    #expect(try isTrusted(open(in: Self.restarted)))
  }

  @Test(arguments: [true, false])
  func `a copy is on the disk, whatever its source is`(compacting: Bool) throws {
    let store = try fill(.fileMayBeLost)
    let copy = folder.file("copy.db")
    try store.copy(to: copy, compacting: compacting)
    #expect(try isTrusted(open(copy, in: Self.restarted)))
  }

  @Test func `a record that the power cut left half is an error, and adopting finds it`() throws {
    try fill(.fileMayBeLost).close()
    let file = try FileHandle(forUpdating: URL(filePath: path))
    let bytes = [UInt8](try file.readToEnd() ?? Data())
    // A string as records have it, with its length before it; not the key in an index.
    let name = [6, 0, 0, 0] + Array("name 2".utf8)
    for place in bytes.indices where bytes[place...].starts(with: name) {
      try file.seek(toOffset: UInt64(place))
      try file.write(contentsOf: Data(repeating: 0xFF, count: 4))
    }
    try file.close()
    let store = try open(in: Self.restarted)
    let error = storeError { try store.read { txn in _ = try txn.get(.people, 2)?.name } }
    #expect(error?.code == .invalidRecord)
    #expect(try store.read { txn in try txn.get(.people, 3)?.name.description } == "name 3")
    store.close()
    let options = TestStore.options {
      $0.session = Self.restarted
      $0.adopting = true
    }
    let refused = storeError { _ = try Store(path: path, schema: PeopleSchema.schema, options: options) }
    #expect(refused?.code == .invalidRecord)
    #expect(refused?.message.contains("the row 2") == true)
  }

  @Test func `streams are told nothing of a synchronizing, but who looks at the number is`() async throws {
    let store = try fill(.fileMayBeLost)
    var changes = try store.changes().makeAsyncIterator()
    var numbers = store.observe { try $0.commitNumber }.makeAsyncIterator()
    let number = try #require(try await numbers.next())
    try await store.synchronize()
    #expect(try await numbers.next() == number + 1)
    try await store.write { txn in try txn.put(.init(title: "t"), in: .notes) }
    guard case .commit(let commit) = try await changes.next() else {
      Issue.record("no commit was told")
      return
    }
    #expect(commit.number == number + 2)
  }
}
