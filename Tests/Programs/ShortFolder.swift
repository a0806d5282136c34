public import Foundation

/// Runs a body with a folder of its own, which is gone afterwards.
///
/// The path is short enough for those of Unix sockets within it; that of the system's temporary folder need not be.
public func withShortFolder<R>(_ body: (URL) async throws -> R) async throws -> R {
  let folder = URL(filePath: "/tmp/flatwire-\(UUID().uuidString.prefix(8))")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try await body(folder)
}
