import Foundation
import Programs
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
  static func answers(to requests: [Request]) async throws -> [Answer] {
    let scripts = Museum.folder.appending(path: "Python")
    let python = try await Program.python(
      environment: "flatbuffers", requirements: scripts.appending(path: "requirements.txt"))
    return try await withTemporaryFolder { folder in
      let (input, output) = (folder.appending(path: "requests.json"), folder.appending(path: "answers.json"))
      try encoder.encode(requests).write(to: input)
      _ = try await Program(
        python, ["-B", scripts.appending(path: "peer.py").path, input.path, output.path]
      ).output()
      let answers = try decoder.decode([Answer].self, from: Data(contentsOf: output))
      try #require(answers.count == requests.count)
      return answers
    }
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
