import Foundation
import Programs
import Testing

/// A package that depends on this one builds with schemas in its targets.
struct SchemaPluginTests {
  private static let testFolder = URL(filePath: #filePath).deletingLastPathComponent()
  private static let package = testFolder.deletingLastPathComponent().deletingLastPathComponent()

  @Test(.timeLimit(.minutes(10)))
  func aClientPackageBuildsAndRuns() async throws {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appending(path: "flatwire-client-\(UUID().uuidString)")
    defer { try? files.removeItem(at: folder) }
    try files.copyItem(at: Self.testFolder.appending(path: "Client"), to: folder)
    // The versions this package was resolved to are in the cache already: no network is needed.
    let pins = "Package.resolved"
    if files.fileExists(atPath: Self.package.appending(path: pins).path) {
      try files.copyItem(at: Self.package.appending(path: pins), to: folder.appending(path: pins))
    }
    let build = Program(
      named: "swift", ["build", "--scratch-path", folder.appending(path: ".build").path], in: folder,
      environment: ["FLATWIRE_PACKAGE": Self.package.path])

    let built = try await build.run()
    #expect(built.status == 0, "\(built.text)")
    guard built.status == 0 else { return }
    let ran = try await Program(folder.appending(path: ".build/debug/Client")).run()
    #expect(ran.status == 0)
    #expect(ran.text == "7 Ann mail=ann@example.com phone=112\n[\"people\"] [\"peopleByName\"]\n")

    // An included schema's change is noticed; what is wrong is reported with its place.
    let schema = folder.appending(path: "Sources/Model/model.fbs")
    let text = try String(contentsOf: schema, encoding: .utf8)
    try text.replacing("channel: Channel;", with: "channel: Chanel;")
      .write(to: schema, atomically: true, encoding: .utf8)
    let failed = try await build.run()
    #expect(failed.status != 0)
    #expect(
      failed.text.contains(
        "Sources/Model/model.fbs:8:12: error: found 'Chanel', expected the name of a type"),
      "\(failed.text)")
  }
}
