import Foundation
import Synchronization
import Testing

@testable import RecordStore

/// How a file's changes are noticed.
@Suite(.timeLimit(.minutes(1))) struct FileWatchTests {
  private final class Looks: Sendable {
    let count = Atomic<Int>(0)
    func look() -> Bool {
      count.add(1, ordering: .relaxed)
      return false
    }
  }

  /// How often a watch looks in a second.
  private func looks(at path: String, while body: () throws -> Void = {}) async throws -> Int {
    let looks = Looks()
    let watch = FileWatch(path) { looks.look() }
    defer { watch.cancel() }
    try body()
    try await Task.sleep(for: .seconds(1))
    return looks.count.load(ordering: .relaxed)
  }

  @Test("where the kernel does not tell, a timer looks every 50 ms")
  func timer() async throws {
    let count = try await looks(at: "/nowhere/at/all")
    #expect(count >= 5 && count <= 25)
  }

  #if os(Linux)
    @Test("where the kernel tells, nothing is looked at while nothing is written, but once a second")
    func quiet() async throws {
      let folder = try TestFolder()
      #expect(FileManager.default.createFile(atPath: folder.file(), contents: Data([1])))
      #expect(try await looks(at: folder.file()) <= 2)
      let written = try await looks(at: folder.file()) {
        try FileHandle(forWritingTo: URL(filePath: folder.file())).write(contentsOf: Data([2]))
      }
      #expect(written >= 3)
    }
  #endif
}
