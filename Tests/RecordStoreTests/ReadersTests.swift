import FlatBuffersRuntime
import Foundation
import LMDB
import Programs
import Synchronization
import Testing

@testable import RecordStore

@Suite struct ReadersTests {
  private let test: TestStore
  private var store: Store { test.store }
  private static let photo = [UInt8](repeating: 7, count: 5000)

  init() throws {
    test = try TestStore()
    try overwrite()
  }

  private func overwrite() throws {
    try store.write { txn in try txn.put(.init(id: 1, name: "Ann", photo: Self.photo), in: .people) }
  }

  @Test("nobody reads a store that was just opened")
  func nobody() throws { #expect(try store.readers == []) }

  @Test(
    "each holder is listed with what it is, how far behind it is and the pages it keeps, the oldest first")
  func holders() throws {
    let pinned = try #require(try store.pin(.people, 1))
    for _ in 0..<3 { try overwrite() }
    let lease = try store.makeReader(for: .lease)
    try lease.begin()
    try overwrite()
    let reader = try store.makeReader()
    try reader.begin()
    let idle = try store.makeReader()
    let listed = try store.read { _ in try store.readers }
    #expect(
      listed.map(\.kind) == [.pin, .lease, .reader, .read]
        || listed.map(\.kind) == [.pin, .lease, .read, .reader])
    #expect(listed.map(\.commitsBehind) == [4, 1, 0, 0])
    #expect(listed.allSatisfy { $0.processID == Int(ProcessInfo.processInfo.processIdentifier) })
    #expect(listed.map { $0.age == nil } == [false, false, true, true])
    let held = try #require(listed[0].held)
    let age = try #require(listed[0].age)
    #expect(held >= age && age > .zero)
    #expect(listed.dropFirst().allSatisfy { $0.held == nil })
    #expect(listed[0].pagesHeld > listed[1].pagesHeld && listed[1].pagesHeld >= listed[2].pagesHeld)
    #expect(listed[2].pagesHeld == 0)
    #expect(!idle.isActive && pinned.record.id == 1)
    reader.end()
    lease.end()
    #expect(try store.readers.map(\.kind) == [.pin])
    // Never revoked.
    #expect(pinned.record.photo?.count == Self.photo.count)
  }

  @Test("a pin is gone from the list with the last copy of its buffer")
  func pinsEnd() throws {
    var pinned = try store.pin(.people, 1)
    let bytes = pinned?.bytes
    pinned = nil
    #expect(try store.readers.map(\.kind) == [.pin] && bytes != nil)
  }

  @Test("other processes are listed, and no longer when they were killed and looked for")
  func otherProcesses() async throws {
    let store = store
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../LMDBTests/Python/process.py").standardizedFileURL
    let program = Program(named: "python3", [script.path, test.folder.file(), "read"])
    var problem: (any Error)?
    _ = try await program.run { line in
      do {
        try overwrite()
        let listed = try store.readers
        #expect(listed.map(\.kind) == [.otherProcess] && listed.map(\.commitsBehind) == [1])
        #expect(line.split(separator: " ").dropFirst().first == listed.first.map { "\($0.processID)" })
      } catch { problem = error }
      return true
    }
    if let problem { throw problem }
    try store.environment.freeStaleReaders()
    #expect(try store.readers == [])
  }

  @Test("a store that is asked to reports its readers again and again, and no more when it is closed")
  func reports() async throws {
    let (stream, continuation) = AsyncStream.makeStream(of: [StoreReader].self)
    var options = TestStore.fast
    options.readerReports = ReaderReports(every: .milliseconds(10)) { continuation.yield($0) }
    let test = try TestStore(options)
    try await test.store.write { txn in try txn.put(.init(id: 1, name: "Ann", photo: Self.photo), in: .people)
    }
    let pinned = try test.store.pin(.people, 1)
    var seen = 0
    for await readers in stream {
      if readers.map(\.kind) == [.pin] { seen += 1 }
      if seen == 2 { break }
    }
    #expect(pinned?.record.id == 1)
    test.store.close()
    #expect(storeError { _ = try test.store.readers }?.code == .closed)
  }

  @Test("small records are copied, large ones pinned, and all are copied where ages are limited")
  func pinning() throws {
    try store.write { txn in try txn.put(.init(id: 2, name: "Bo"), in: .people) }
    let small = try #require(try store.pin(.people, 2))
    #expect(try store.readers == [])
    var options = TestStore.fast
    options.snapshotAgeLimit = .seconds(60)
    let limited = try TestStore(options)
    try limited.store.write { txn in try txn.put(.init(id: 1, name: "Ann", photo: Self.photo), in: .people) }
    let large = try #require(try limited.store.pin(.people, 1))
    #expect(try limited.store.readers == [])
    limited.store.close()
    #expect(large.record.photo?.count == Self.photo.count && small.record.name == "Bo")
  }
}
