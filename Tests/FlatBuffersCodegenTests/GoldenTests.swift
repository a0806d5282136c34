import FlatBuffersCodegen
import Foundation
import Testing

/// The code of each schema in `Schemas` is the file of its name in `Generated`, which is compiled here too.
///
/// `REGENERATE=1 swift test --filter GoldenTests` writes the files anew.
struct GoldenTests {
  static let schemas: [(name: String, options: CodegenOptions)] = [
    ("everything", CodegenOptions()),
    ("shared", CodegenOptions()),
    ("names", CodegenOptions()),
    ("cycles", CodegenOptions()),
    ("empty", CodegenOptions()),
    ("stored", CodegenOptions(tables: true, wamp: true)),
  ]

  @Test(arguments: schemas.indices)
  func matches(_ index: Int) throws {
    let (name, options) = Self.schemas[index]
    let (source, report) = generate("\(testFolder)/Schemas/\(name).fbs", options)
    #expect(report == "")
    let code = try #require(source)
    let path = "\(testFolder)/Generated/\(name).fbs.swift"
    if ProcessInfo.processInfo.environment["REGENERATE"] != nil {
      try code.write(toFile: path, atomically: true, encoding: .utf8)
    }
    let golden = try String(contentsOfFile: path, encoding: .utf8)
    #expect(code == golden)
  }
}

/// The code that is checked in for the package's own schemas is what the compiler makes of them.
struct CurrentCodeTests {
  static let generated: [(schema: String, code: String, options: CodegenOptions)] = [
    ("flatwire.fbs", "WAMP/Generated/flatwire.swift", CodegenOptions()),
    (
      "Demo/packages.fbs", "FlatwireCommand/Generated/packages.swift",
      CodegenOptions(access: .internal, tables: true, wamp: true)
    ),
  ]

  @Test(arguments: generated.indices)
  func isCurrent(_ index: Int) throws {
    let (schema, path, options) = Self.generated[index]
    let (source, report) = generate("\(packageFolder)/Schemas/\(schema)", options)
    #expect(report == "")
    let code = try #require(source)
    let current = try String(contentsOfFile: "\(packageFolder)/Sources/\(path)", encoding: .utf8)
    #expect(code == current, "run schemac on Schemas/\(schema)")
  }
}
