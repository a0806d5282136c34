import Foundation
import Programs
import Testing

/// Catalogs of interfaces, written and read by the compiler, and read by Python.
@Suite(.serialized, .timeLimit(.minutes(10))) struct CatalogOutputTests {
  private static let users = """
    namespace n;
    attribute "wampuri";
    attribute "type";
    /// Somebody.
    table User { id: ulong (key); }
    rpc_service Users (type: "interface", wampuri: "com.example") { get (User): User; }
    """
  private static let text = "name: example\nversion: 22.6.1\ntitle: \"An example\"\n"

  private func tool() throws -> Tool {
    try Tool([
      "catalog.yaml": Self.text, "users.fbs": Self.users,
      "more.fbs": "include \"users.fbs\"; namespace n; table More { user: User; }",
    ])
  }

  @Test func `a catalog is the same each time, and Python reads it`() async throws {
    let tool = try tool()
    let first = try await tool.run("--catalog", "catalog.yaml", "-o", "a.zip", "users.fbs", "more.fbs")
    #expect(first.status == 0 && first.text == "", "\(first.text)")
    #expect(
      try await tool.run("--catalog", "catalog.yaml", "-o", "b.zip", "more.fbs", "users.fbs").status == 0)
    #expect(tool.read("a.zip") != nil && tool.read("a.zip") == tool.read("b.zip"))
    let script = """
      import zipfile
      with zipfile.ZipFile("a.zip") as archive:
          assert archive.testzip() is None
          print(*archive.namelist())
          print(archive.read("catalog.yaml").decode(), end="")
          print(archive.read("schema/users.bfbs")[4:8], b"Somebody." in archive.read("schema/users.bfbs"))
      """
    let read = try await Program(URL(filePath: "/usr/bin/python3"), ["-c", script], in: tool.folder).output()
    #expect(
      read == """
        catalog.yaml schema/more.bfbs schema/users.bfbs
        \(Self.text)schemas:
          - schema/more.bfbs
          - schema/users.bfbs
        b'BFBS' True

        """)
  }

  @Test func `without a place it is named after the catalog`() async throws {
    let tool = try tool()
    #expect(try await tool.run("--catalog", "catalog.yaml", "users.fbs").status == 0)
    #expect(tool.read("example.zip") != nil)
  }

  @Test func `a catalog is taken in place of its schemas`() async throws {
    let tool = try tool()
    #expect(
      try await tool.run("--catalog", "catalog.yaml", "-o", "a.zip", "users.fbs", "more.fbs").status == 0)
    let made = try await tool.run(
      "--swift", "--bfbs", "--bfbs-comments", "--bfbs-builtins", "-o", "out", "a.zip")
    #expect(made.status == 0 && made.text == "", "\(made.text)")
    #expect(tool.read("out/users.bfbs.swift") != nil || tool.read("out/users.swift") != nil)
    #expect(
      try await tool.run("--bfbs", "--bfbs-comments", "--bfbs-builtins", "-o", "own/", "users.fbs").status
        == 0)
    #expect(tool.read("out/users.bfbs") == tool.read("own/users.bfbs"))
    #expect(try await tool.run("--conform", "users.fbs", "a.zip").status == 0)
  }

  @Test(arguments: [
    ("name: example\n", "catalog.yaml: error: catalog.yaml: found no text 'version'"),
    (text + "schemas: [schema/other.bfbs]\n", "the schema 'schema/other.bfbs' is listed and not there"),
  ])
  func `a catalog's text that is wrong is told`(text: String, message: String) async throws {
    let tool = try Tool(["catalog.yaml": text, "users.fbs": Self.users])
    let outcome = try await tool.run("--catalog", "catalog.yaml", "users.fbs")
    #expect(outcome.status == 1 && outcome.errors.contains(message), "\(outcome.text)")
    #expect(tool.read("example.zip") == nil)
  }

  @Test func `what is no catalog, or goes with nothing else, is told`() async throws {
    let tool = try Tool([
      "catalog.yaml": Self.text, "users.fbs": Self.users, "text.zip": "text", "broken.fbs": "table {",
    ])
    let none = try await tool.run("--bfbs", "-o", "out", "text.zip")
    #expect(none.status == 1)
    #expect(none.errors.contains("text.zip: error: found no end of a ZIP archive"), "\(none.text)")
    let missing = try await tool.run("--catalog", "none.yaml", "users.fbs")
    #expect(missing.status == 1 && missing.errors.contains("the file 'none.yaml' cannot be read"))
    let broken = try await tool.run("--catalog", "catalog.yaml", "users.fbs", "broken.fbs")
    #expect(broken.status == 1 && broken.errors.contains("broken.fbs:1:7: error"), "\(broken.text)")
    #expect(tool.read("example.zip") == nil)
    let both = try await tool.run("--catalog", "catalog.yaml", "--swift", "users.fbs")
    #expect(both.status == 64 && both.errors.contains("--catalog stands alone"), "\(both.text)")
  }
}
