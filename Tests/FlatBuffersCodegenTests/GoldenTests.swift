import FlatBuffersCodegen
import FlatBuffersRuntime
import Foundation
import Testing

/// The code of each schema in `Schemas` is the file of its name in `Generated`, which is compiled here too.
///
/// `REGENERATE=1 swift test --filter GoldenTests` writes the files anew.
struct GoldenTests {
  static let schemas: [(name: String, options: CodegenOptions)] = [
    ("everything", CodegenOptions()),
    ("shared", CodegenOptions()),
    ("unions", CodegenOptions(access: .internal, viewsOnly: true)),
    ("lean", CodegenOptions(codable: false, names: false)),
    ("coded", CodegenOptions()),
    ("names", CodegenOptions()),
    ("cycles", CodegenOptions()),
    ("empty", CodegenOptions()),
    ("keys", CodegenOptions()),
    ("wide", CodegenOptions(embedsSchema: true)),
    ("versions", CodegenOptions(embedsSchema: true)),
    ("long", CodegenOptions(tables: true, wamp: true, embedsSchema: true)),
    ("stored", CodegenOptions(tables: true, wamp: true)),
    ("zoo", CodegenOptions()),
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
///
/// `REGENERATE=1 swift test --filter CurrentCodeTests` writes it anew.
struct CurrentCodeTests {
  private static let everything = CodegenOptions(access: .internal, tables: true, wamp: true)

  static let generated: [(schema: String, code: String, options: CodegenOptions)] = [
    ("Schemas/flatwire.fbs", "Sources/WAMP/Generated/flatwire.swift", CodegenOptions()),
    (
      "Schemas/WAMP/wamp.fbs", "Sources/WAMP/Generated/wamp.swift",
      CodegenOptions(access: .internal, viewsOnly: true)
    ),
    (
      "Schemas/WAMP/tables.fbs", "Sources/WAMP/Generated/tables.swift",
      CodegenOptions(access: .internal, codable: false, names: false)
    ),
    (
      "Schemas/WAMP/replicas.fbs", "Sources/WAMP/Generated/replicas.swift",
      CodegenOptions(access: .internal, codable: false, names: false)
    ),
    (
      "Schemas/WAMP/meta.fbs", "Sources/WAMPClient/Generated/meta.swift",
      CodegenOptions(wamp: true, embedsSchema: true, codable: false)
    ),
    (
      "Schemas/Internal/reflection.fbs", "Sources/FlatBuffersReflection/Generated/reflection.swift",
      CodegenOptions(access: .internal)
    ),
    (
      "Schemas/Internal/catalog.fbs", "Sources/RecordStore/Generated/catalog.swift",
      CodegenOptions(access: .internal)
    ),
    (
      "Schemas/Internal/history.fbs", "Sources/EventHistory/Generated/history.swift",
      CodegenOptions(access: .internal, tables: true, codable: false, names: false)
    ),
    ("Schemas/Demo/packages.fbs", "Sources/FlatwireCommand/Generated/packages.swift", everything),
    (
      "Tests/FlatBuffersRuntimeTests/sample.fbs", "Tests/FlatBuffersRuntimeTests/Generated/sample.swift",
      CodegenOptions()
    ),
    (
      "Tests/RecordStoreTests/people.fbs", "Tests/RecordStoreTests/Generated/people.swift",
      CodegenOptions(access: .internal, tables: true)
    ),
    (
      "Tests/RecordStoreTests/parcels.fbs", "Tests/RecordStoreTests/Generated/parcels.swift",
      CodegenOptions(access: .internal, tables: true)
    ),
    (
      "Tests/FlatBuffersInteropTests/Schemas/interop.fbs",
      "Tests/FlatBuffersInteropTests/Generated/interop.swift", CodegenOptions(access: .internal)
    ),
  ]

  @Test(arguments: generated.indices)
  func isCurrent(_ index: Int) throws {
    let (schema, path, options) = Self.generated[index]
    let (source, report) = generate("\(packageFolder)/\(schema)", options)
    #expect(report == "")
    let code = try #require(source)
    if ProcessInfo.processInfo.environment["REGENERATE"] != nil {
      try code.write(toFile: "\(packageFolder)/\(path)", atomically: true, encoding: .utf8)
    }
    let current = try String(contentsOfFile: "\(packageFolder)/\(path)", encoding: .utf8)
    #expect(code == current, "the code of \(schema) is not current")
  }
}

/// What the compiler writes is what the runtime runs.
struct CompilerVersionTests {
  @Test("the runtime runs the code of this compiler")
  func isSupported() {
    #expect(GeneratedCode.versions.contains(CompilerVersion.current))
  }
}
