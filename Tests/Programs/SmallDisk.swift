public import Foundation

/// A small file system in memory.
public struct SmallDisk: Sendable {
  /// Where it is mounted.
  public let folder: URL

  /// Whether this process may mount anything: as root, and not in every container. Under CI it has to.
  public static func isPossible() async -> Bool {
    if ProcessInfo.processInfo.environment["CI"] != nil { return true }
    return (try? await SmallDisk.with(size: "1m") { _ in }) != nil
  }

  /// Mounts a file system for as long as `body` runs.
  ///
  /// - Parameter size: as mount(8) reads it, such as `4m`.
  public static func with<R>(size: String, _ body: (SmallDisk) async throws -> R) async throws -> R {
    let folder = FileManager.default.temporaryDirectory.appending(path: "disk-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    _ = try await Program(
      named: "mount", ["-t", "tmpfs", "-o", "size=\(size)", "tmpfs", folder.path]
    ).output()
    let result: Result<R, any Error>
    do { result = .success(try await body(SmallDisk(folder: folder))) } catch { result = .failure(error) }
    // Lazily: what a failed test has left open goes when the process does.
    _ = try await Program(named: "umount", ["-l", folder.path]).output()
    return try result.get()
  }

  /// The path of a file on it.
  public func file(_ name: String = "test.db") -> String { folder.appending(path: name).path }

  /// Fills it up to the last block with a file of its own.
  public func fill() throws {
    let file = folder.appending(path: "filling")
    guard FileManager.default.createFile(atPath: file.path, contents: nil) else { return }
    let handle = try FileHandle(forWritingTo: file)
    while (try? handle.write(contentsOf: Data(count: 4096))) != nil {}
    try handle.close()
  }

  /// Gives back what ``fill()`` took.
  public func free() throws {
    try FileManager.default.removeItem(at: folder.appending(path: "filling"))
  }
}
