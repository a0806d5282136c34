import Foundation
import RecordStore

/// The kinds of writing that are measured, against the public API, each in a new file.
enum WritingWork: String {
  case put, append, group

  /// - Returns: how long it took, without opening the file.
  // On the caller's thread: valgrind ends with an error where the threads of Dispatch begin.
  nonisolated(nonsending) func run(at path: String, _ count: UInt64) async throws -> Duration {
    for file in [path, path + "-lock"] where FileManager.default.fileExists(atPath: file) {
      try FileManager.default.removeItem(atPath: file)
    }
    var options = Store.Options()
    if self != .group { options.durability = .fileMayBeLost }
    let store = try Store(path: path, schema: ItemsSchema.schema, options: options)
    let clock = ContinuousClock()
    switch self {
    case .put: return try clock.measure { try puts(store, count) }
    case .append: return try clock.measure { try appends(store, count) }
    case .group:
      let start = clock.now
      try await groups(store, count)
      return clock.now - start
    }
  }

  private static let name = String(repeating: "n", count: 59)

  private func puts(_ store: Store, _ count: UInt64) throws {
    let name = Self.name
    try store.write(alone: true) { transaction in
      for number in 0..<count {
        try transaction.put(.init(id: mix(number) % Work.recordCount, amount: number, name: name), in: .items)
      }
    }
  }

  private func appends(_ store: Store, _ count: UInt64) throws {
    let name = Self.name
    try store.write(alone: true) { transaction in
      for number in 0..<count {
        try transaction.append(.init(id: number, amount: number, name: name), to: .items)
      }
    }
  }

  /// 64 tasks, each with a durable write for each record.
  private func groups(_ store: Store, _ count: UInt64) async throws {
    let name = Self.name
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      for task in 0..<64 as Range<UInt64> {
        tasks.addTask {
          for number in stride(from: task, to: count, by: 64) {
            try await store.write { transaction in
              try transaction.put(
                .init(id: mix(number) % Work.recordCount, amount: number, name: name), in: .items)
            }
          }
        }
      }
      try await tasks.waitForAll()
    }
  }
}
