import FlatBuffersRuntime
import Foundation
import LMDB
import Programs
import Synchronization
import Testing

@testable import RecordStore

/// A store that is overwritten all the time while others read it as badly as they can.
@Suite(.timeLimit(.minutes(2))) struct ChurnTests {
  private let folder: TestFolder
  private let store: Store
  private static let rows = UInt64(1)...50

  init() throws {
    var options = TestStore.fast
    options.snapshotAgeLimit = .milliseconds(100)
    folder = try TestFolder()
    store = try Store(path: folder.file(), schema: PeopleSchema.schema, options: options)
  }

  private func overwrite(_ round: Int) throws {
    try store.write { txn in
      for id in Self.rows {
        let photo = [UInt8](repeating: UInt8(truncatingIfNeeded: round), count: 3000)
        try txn.put(.init(id: id, name: "\(round)", photo: photo), in: .people)
      }
    }
  }

  private func size() throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: store.path)[.size] as? Int)
  }

  /// What goes on at the same time, until the writer is done.
  private enum Part: CaseIterable {
    case writer, quickReader, slowReader, pins
  }

  /// What the parts tell each other.
  private final class Course: Sendable {
    let isDone = Atomic<Bool>(false)
    /// How often a read was told that it lasted too long.
    let overstayed = Atomic<Int>(0)

    var goesOn: Bool { !isDone.load(ordering: .relaxed) }
  }

  @Test("a file stays bounded under quick readers, slow ones past the limit, and pinned records")
  func bounded() async throws {
    let course = Course()
    let tests = self
    try await withThrowingTaskGroup(of: Void.self) { group in
      for part in Part.allCases {
        group.addTask {
          try await blocking {
            switch part {
            case .writer:
              defer { course.isDone.store(true, ordering: .relaxed) }
              try tests.write()
            case .quickReader:
              while course.goesOn { try tests.readQuickly() }
            case .slowReader:
              while course.goesOn { try tests.readSlowly(course) }
            case .pins: try tests.pin(course)
            }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(course.overstayed.load(ordering: .relaxed) > 3)
  }

  private func write() throws {
    let start = ContinuousClock.now
    var round = 0
    var settled = 0
    while ContinuousClock.now - start < .seconds(3) {
      try overwrite(round)
      round += 1
      if settled == 0, ContinuousClock.now - start > .seconds(1.5) { settled = try size() }
      // As quick as a disk would be.
      Thread.sleep(forTimeInterval: 0.002)
    }
    let last = try size()
    #expect(last < settled * 2, "\(settled) bytes in the middle, \(last) at the end of \(round) rounds")
  }

  private func readQuickly() throws {
    do {
      let names = try store.read { snapshot in
        var names: Set<String> = []
        let rows = try snapshot.rows(.people)
        try rows.forEach { names.insert($0.name.description) }
        return names
      }
      #expect(names.count <= 1)
    } catch let error as StoreError where error.code == .snapshotTooOld {
      // On a busy machine even this takes longer than the limit.
    }
  }

  private func readSlowly(_ course: Course) throws {
    do {
      try store.read { snapshot in
        while course.goesOn {
          _ = try snapshot.get(.people, 7)
          Thread.sleep(forTimeInterval: 0.001)
        }
      }
    } catch let error as StoreError where error.code == .snapshotTooOld {
      course.overstayed.add(1, ordering: .relaxed)
    }
  }

  private func pin(_ course: Course) throws {
    var kept: [RecordBuffer<Person>] = []
    while course.goesOn {
      if let record = try store.pin(.people, 7) { kept.append(record) }
      Thread.sleep(forTimeInterval: 0.01)
    }
    #expect(kept.allSatisfy { $0.record.id == 7 })
  }
}
