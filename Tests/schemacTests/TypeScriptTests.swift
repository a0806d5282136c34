import Foundation
import Programs
import Testing

/// TypeScript's compiler, at its strictest, with the declarations that are written.
@Suite(.serialized, .enabled(if: Program.isInstalled("/usr/bin/tsc"), "needs TypeScript's tsc"))
struct TypeScriptTests {
  /// The folder of the package.
  private static let package = URL(filePath: #filePath).appending(path: "../../..").standardized

  /// Compiles a page beside the modules of schemas, and says what the compiler does not like.
  private func check(_ page: String, with schemas: [URL]) async throws -> String {
    let tool = try Tool(["web/page.ts": page])
    let modules = try await tool.run(["--ts", "-o", "web"] + schemas.map(\.path))
    #expect(modules.status == 0, "\(modules.errors)")
    let folder = tool.folder.appending(path: "web")
    let declared = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
      $0.hasSuffix(".d.ts")
    }
    let options = [
      "--strict", "--noEmit", "--target", "es2022", "--module", "es2022", "--moduleResolution", "node",
      "--lib", "es2022,dom",
    ]
    let outcome = try await Program(
      named: "tsc", options + ["page.ts", "flatwire/flatwire.d.ts"] + declared, in: folder
    ).run()
    #expect((outcome.status == 0) == outcome.output.isEmpty, "\(outcome.text)")
    return outcome.output
  }

  @Test func `all that schemas can say is declared without a fault`() async throws {
    let folder = Self.package.appending(path: "Tests/FlatBuffersCodegenTests/Schemas")
    let schemas = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "fbs" }
    try #require(schemas.count > 5)
    #expect(try await check("export {};\n", with: schemas) == "")
  }

  @Test func `the article's page is typed, and what the schema does not say is refused`() async throws {
    let code = try #require(
      try Documentation.article("Browser").components(separatedBy: "```js\n").dropFirst().first)
    let page = try #require(code.components(separatedBy: "```").first)
    // The compiler complains of a directive behind which nothing is wrong.
    let refused = [
      "await session.call(usersGet, { name: 7 });", "await session.publish(usersChanged, { id: 8 });",
      "user.avatar.length;", "user.id = 8n;", "const id: number = user.id;",
      "await users.put({ id: 7 });", "const number: number = commit;", "await connect(\"ws://127.0.0.1\");",
      "session.table(usersGet, \"users\");", "User.encode({ name: [] });",
      "await session.subscribe(usersChanged, (user) => user.nothing);",
    ]
    let users = Self.package.appending(path: "Tests/EndToEndTests/users.fbs")
    let lines = refused.map { "// @ts-expect-error\n{ \($0) }\n" }
    #expect(try await check(page + lines.joined() + "export {};\n", with: [users]) == "")
  }
}
