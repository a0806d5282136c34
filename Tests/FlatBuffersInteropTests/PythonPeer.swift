import Foundation
import SharedBytes
import Testing

/// Python's `flatbuffers`, which reads and builds records with no code that a compiler generated. See
/// `Python/peer.py`.
enum PythonPeer {
  struct Request: Encodable {
    var read: Data?
    var build: Specimen.Draft?
    var isSizePrefixed = false

    enum CodingKeys: String, CodingKey {
      case read, build
      case isSizePrefixed = "is_size_prefixed"
    }
  }

  struct Answer: Decodable {
    let record: Specimen.Draft?
    let bytes: Data?
    let hasIdentifier: Bool

    enum CodingKeys: String, CodingKey {
      case record, bytes
      case hasIdentifier = "has_identifier"
    }
  }

  /// What Python makes of the requests, in one process.
  ///
  /// Makes the virtual environment if there is none; that needs PyPI once.
  static func answers(to requests: [Request]) async throws -> [Answer] {
    let scripts = Museum.folder.appending(path: "Python")
    let package = Museum.folder.deletingLastPathComponent().deletingLastPathComponent()
    let environment = package.appending(path: ".build/flatbuffers")
    try await run(
      package.appending(path: "Tests/EndToEndTests/Python/setup.sh"),
      [environment.path, scripts.appending(path: "requirements.txt").path])

    let folder = FileManager.default.temporaryDirectory.appending(path: "interop-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (input, output) = (folder.appending(path: "requests.json"), folder.appending(path: "answers.json"))
    try encoder.encode(requests).write(to: input)
    try await run(
      environment.appending(path: "bin/python"),
      ["-B", scripts.appending(path: "peer.py").path, input.path, output.path])
    let answers = try decoder.decode([Answer].self, from: Data(contentsOf: output))
    try #require(answers.count == requests.count)
    return answers
  }

  /// Runs a program to its end. What it says in error goes where the tests' own errors go.
  private static func run(_ program: URL, _ arguments: [String]) async throws {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let status = try await withCheckedThrowingContinuation { continuation in
      process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
      do { try process.run() } catch { continuation.resume(throwing: error) }
    }
    try #require(status == 0, "\(program.lastPathComponent) ended with status \(status)")
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }

  private static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}
