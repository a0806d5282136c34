import Foundation
import Programs
import Testing

/// Schemas as projects have them: each folder in `Projects` is shaped like one, with Swift code that uses its types.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct ProjectTests {
  /// - `rack`: one file with over a hundred tables in one union, and many enums, as neural networks are kept.
  /// - `shop`: folders with files of one name, each with a namespace of its own, that include each other.
  /// - `survey`: few tables with many defaults, in two files, as geographic features are kept.
  ///
  /// What Apache Arrow's files are like is in `FlatBuffersInteropTests`, which reads such files.
  static let projects = ["rack", "shop", "survey"]

  @Test(
    "the schemas of a project are compiled to Swift, which compiles with the code that uses it",
    arguments: projects)
  func compiles(_ project: String) async throws {
    let tool = try Tool()
    let folder = Self.folder.appending(path: project)
    let schemas = try Self.files(in: folder, endingWith: ".fbs")
    #expect(!schemas.isEmpty)
    let output = tool.folder.appending(path: "generated")
    let generated = try await Program(
      built: "schemac", ["--swift", "-I", ".", "-o", output.path] + schemas, in: folder
    ).run()
    try #require(generated.status == 0, "\(generated.text)")
    #expect(generated.text == "")

    let code = try Self.files(in: output, endingWith: ".swift")
    #expect(code.count == schemas.count)
    let outcome = try await SwiftCompiler(with: "FlatBuffersRuntime").check(
      code.map { output.appending(path: $0).path } + [folder.appending(path: "client.swift").path],
      options: [
        "-enable-upcoming-feature", "MemberImportVisibility", "-strict-memory-safety", "-warnings-as-errors",
      ])
    #expect(outcome.status == 0, "\(outcome.text)")
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Projects")

  /// The files in a folder and those within it, by their paths from there.
  private static func files(in folder: URL, endingWith suffix: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(suffix) }.sorted()
  }
}
