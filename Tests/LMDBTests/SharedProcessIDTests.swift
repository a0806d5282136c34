import Foundation
import LMDB
import Testing

/// Two processes in different process id namespaces may have one id, by which LMDB tells readers apart.
@Suite struct SharedProcessIDTests {
  @Test func `a process whose id another reader has is told so when it opens the file`() async throws {
    let folder = try TestFolder()
    let path = folder.file()
    do { _ = try Environment(path: path, options: .fast).databases(["a"]) }
    // The other one holds the lock for this id, as it would if it lived in another namespace.
    let other = OtherProcess(path + "-lock", "take_id", "\(getpid())")
    try await other.whileReady { _ in
      let error = lmdbError { _ = try Environment(path: path, options: .fast) }
      #expect(error?.code == .processIDTaken)
      #expect(error?.message.contains(path) == true)
      #expect(error?.message.contains("the same process id") == true)
      #expect(error?.remedy?.contains("namespace") == true)
    }
    let environment = try Environment(path: path, options: .fast)
    #expect(try environment.databaseNames() == ["a"])
  }
}
