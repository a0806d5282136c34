import Foundation

import RecordStore
import Testing

/// A folder of its own for one test, deleted afterwards.
final class TestFolder: Sendable {
  let path: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.path()
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String = "test.db") -> String {
    path + (path.hasSuffix("/") ? "" : "/") + name
  }
}

/// An empty store in a folder of its own.
struct TestStore {
  let folder: TestFolder
  let store: Store

  init(_ options: Store.Options = TestStore.fast) throws {
    folder = try TestFolder()
    store = try Store(path: folder.file(), schema: PeopleSchema.schema, options: options)
  }

  /// Tests don't wait for the disk.
  static var fast: Store.Options {
    var options = Store.Options()
    options.durability = .fileMayBeLost
    return options
  }

  static func options(_ change: (inout Store.Options) -> Void) -> Store.Options {
    var options = fast
    change(&options)
    return options
  }

  func fill(_ ids: some Sequence<UInt64>) throws {
    let people = ids.map { Person.Draft(id: $0, name: "name \($0)", team: UInt32($0 % 3)) }
    try store.write { txn in
      for person in people { try txn.put(person, in: .people) }
    }
  }
}

/// Runs `body` and gives the error it must throw.
func storeError(_ body: () throws -> Void) -> StoreError? {
  do {
    try body()
    Issue.record("no error was thrown")
    return nil
  } catch let error as StoreError {
    return error
  } catch {
    Issue.record("another error was thrown: \(error)")
    return nil
  }
}
