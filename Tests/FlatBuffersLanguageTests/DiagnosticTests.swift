import FlatBuffersLanguage
import FlatBuffersReflection
import Foundation
import Testing

/// What is wrong with each schema in `Invalid` is reported as in the `.txt` file beside it.
///
/// `REGENERATE=1 swift test --filter DiagnosticTests` writes those files anew.
struct DiagnosticTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Invalid")

  static let schemas: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".fbs") }.sorted()

  @Test func thereAreSchemas() {
    #expect(Self.schemas.count > 10)
  }

  @Test(arguments: schemas)
  func isReported(_ name: String) throws {
    let bytes = Array(try Data(contentsOf: Self.folder.appending(path: name)))
    let files = SchemaFiles { $0 == name ? .init(identity: name, bytes: bytes) : nil }
    let result = SchemaCompiler.compile(name, files: files)
    #expect(result.schema == nil)
    let golden = Self.folder.appending(path: name.replacing(".fbs", with: ".txt"))
    if ProcessInfo.processInfo.environment["REGENERATE"] != nil {
      try result.report.write(to: golden, atomically: true, encoding: .utf8)
    }
    #expect(result.report == (try String(contentsOf: golden, encoding: .utf8)))
  }
}
