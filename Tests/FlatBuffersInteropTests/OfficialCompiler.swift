import FlatBuffersReflection
import Foundation
import Programs
import SharedBytes

/// A stock flatc, of the release that the wheel of Autobahn carries.
struct OfficialCompiler {
  private let program: URL

  /// Asked for once: the virtual environment of the tests with Autobahn knows where it is.
  private static let location = Task {
    let python = try await Program.python(
      environment: "autobahn",
      requirements: Museum.folder.deletingLastPathComponent()
        .appending(path: "EndToEndTests/Python/requirements.txt"))
    let question = "from autobahn._flatc import get_flatc_path; print(get_flatc_path(), end='')"
    return URL(filePath: try await Program(python, ["-c", question]).output())
  }

  init() async throws { program = try await Self.location.value }

  /// The binary form of a schema, with comments and built-in attributes.
  func binary(of text: String) async throws -> SharedBytes {
    try await withTemporaryFolder { folder in
      let schema = try write(text, to: "s.fbs", in: folder)
      try await run(
        ["--binary", "--schema", "--bfbs-comments", "--bfbs-builtins", "-o", folder.path, schema])
      return try SharedBytes(Array(Data(contentsOf: folder.appending(path: "s.bfbs"))))
    }
  }

  /// The binary form of the first of several files, with their names.
  func binary(of files: KeyValuePairs<String, String>) async throws -> SharedBytes {
    try await withTemporaryFolder { folder in
      let paths = try files.map { try write($0.value, to: $0.key, in: folder) }
      try await run(
        ["--binary", "--schema", "--bfbs-builtins", "--bfbs-filenames", folder.path, "-o", folder.path]
          + paths.prefix(1))
      let name = URL(filePath: paths[0]).deletingPathExtension().lastPathComponent + ".bfbs"
      return try SharedBytes(Array(Data(contentsOf: folder.appending(path: name))))
    }
  }

  /// The records that JSON texts describe.
  func build(_ documents: [String], by text: String) async throws -> [SharedBytes] {
    try await withTemporaryFolder { folder in
      let schema = try write(text, to: "s.fbs", in: folder)
      let files = try documents.indices.map { try write(documents[$0], to: "\($0).json", in: folder) }
      try await run(["--binary", "-o", folder.path, schema] + files)
      return try documents.indices.map { index in
        try SharedBytes(Array(Data(contentsOf: folder.appending(path: "\(index).bin"))))
      }
    }
  }

  /// The JSON texts of records.
  func print(_ records: [SharedBytes], by text: String) async throws -> [String] {
    try await withTemporaryFolder { folder in
      let schema = try write(text, to: "s.fbs", in: folder)
      let files = try records.indices.map { index in
        let file = folder.appending(path: "\(index).bin")
        try Data(Array(records[index])).write(to: file)
        return file.path
      }
      try await run(
        ["--json", "--strict-json", "--raw-binary", "-o", folder.path, schema, "--"] + files)
      return try records.indices.map { index in
        try String(contentsOf: folder.appending(path: "\(index).json"), encoding: .utf8)
      }
    }
  }

  private func run(_ arguments: [String]) async throws {
    _ = try await Program(program, arguments).output()
  }

  private func write(_ text: String, to name: String, in folder: URL) throws -> String {
    let file = folder.appending(path: name)
    try text.write(to: file, atomically: false, encoding: .utf8)
    return file.path
  }
}
