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

  /// How often a watch looks while some time passes: a second or, on a busy machine, more.
  private func looks(
    at path: String, while body: () throws -> Void = {}
  ) async throws -> (count: Int, time: Duration) {
    let looks = Looks()
    let begin = ContinuousClock.now
    let watch = FileWatch(path) { looks.look() }
    defer { watch.cancel() }
    try body()
    try await Task.sleep(for: .seconds(1))
    let count = looks.count.load(ordering: .relaxed)
    return (count, ContinuousClock.now - begin)
  }

  @Test("where the kernel does not tell, a timer looks every 50 ms")
  func timer() async throws {
    let (count, time) = try await looks(at: "/nowhere/at/all")
    #expect(count >= 5 && count <= Int(time / .milliseconds(50)) + 2)
  }

  #if os(Linux)
    @Test("where the kernel tells, nothing is looked at while nothing is written, but once a second")
    func quiet() async throws {
      let folder = try TestFolder()
      #expect(FileManager.default.createFile(atPath: folder.file(), contents: Data([1])))
      let (quiet, time) = try await looks(at: folder.file())
      #expect(quiet <= Int(time / .seconds(1)) + 2)
      let (written, _) = try await looks(at: folder.file()) {
        try FileHandle(forWritingTo: URL(filePath: folder.file())).write(contentsOf: Data([2]))
      }
      #expect(written >= 3)
    }
  #endif
}
