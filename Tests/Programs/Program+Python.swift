public import Foundation

extension Program {
  /// The Python of a virtual environment in `.build`.
  ///
  /// Makes the environment if there is none; that needs PyPI once.
  ///
  /// - Parameter requirements: the file that says what the environment holds, as pip reads it.
  public static func python(environment name: String, requirements: URL) async throws -> URL {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let package = folder.deletingLastPathComponent().deletingLastPathComponent()
    let printed = try await Program(
      folder.appending(path: "python-environment.sh"),
      [package.appending(path: ".build/\(name)").path, requirements.path]
    ).output()
    return URL(filePath: printed.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}
