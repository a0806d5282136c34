import Foundation
import Programs
import Testing

/// The names of a schema's types are its own.
@Suite(.oneAtATime) struct PublicNamesTests {
  @Test(
    "tables named like all public types of the package stay what they are called, and compile beside them")
  func names() async throws {
    var names: Set<String> = [
      "Store", "Table", "Message", "Value", "Role", "Registration", "Swift", "Foundation",
    ]
    for product in Product.all {
      names.insert(product.name)
      for symbol in try await product.symbols() where symbol.isType && symbol.pathComponents.count == 1 {
        names.insert(symbol.pathComponents[0])
      }
    }
    #expect(names.count > 100)
    // The client below says `Flatwire.Store`.
    names.remove("Flatwire")
    let sorted = names.sorted()
    let folder = FileManager.default.temporaryDirectory.appending(path: "names-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }

    let schema = folder.appending(path: "names.fbs")
    try Self.schema(of: sorted).write(to: schema, atomically: true, encoding: .utf8)
    let options = ["--swift", "--tables", "--wamp", "-o", folder.path(), schema.path()]
    let generated = try await Program(built: "schemac", options).run()
    #expect(generated.status == 0, "\(generated.text)")
    let output = folder.appending(path: "names.fbs.swift").path()
    let code = try String(contentsOfFile: output, encoding: .utf8)
    for name in sorted { #expect(code.contains("public struct \(name): ~"), "\(name)") }

    let table = "t\(sorted.firstIndex(of: "Message") ?? 0)"
    let client = folder.appending(path: "client.swift")
    try Self.client(table).write(to: client, atomically: true, encoding: .utf8)
    let outcome = try await SwiftCompiler(with: "Flatwire").check(
      [output, client.path()], options: ["-enable-upcoming-feature", "MemberImportVisibility"],
      checksLifetimes: false)
    #expect(outcome.status == 0, "\(outcome.text.suffix(4000))")
  }

  /// A stored table for each name, each with a field of the next one's type, a procedure and a topic.
  private static func schema(of names: [String]) -> String {
    var text = "include \"flatwire.fbs\";\nnamespace app;\n"
    for (index, name) in names.enumerated() {
      let next = names[(index + 1) % names.count]
      text += "table \(name) (table: \"t\(index)\") "
      text += "{ id: ulong (key); name: string (index: \"i\(index)\"); next: \(next); }\n"
    }
    text += "union Any_ { \(names.prefix(4).joined(separator: ", ")) }\nenum Kind_: ubyte { a, b }\n"
    text += "rpc_service All_ (type: \"interface\", wampuri: \"com.example\") {\n"
    for (index, name) in names.enumerated() {
      text += "  get\(index) (\(name)): \(name) (type: \"procedure\");\n"
      text += "  changed\(index) (\(name)): Void (type: \"topic\");\n"
    }
    return text + "}\n"
  }

  /// The user's types by their names, ours by the name of the package.
  private static func client(_ messages: String) -> String {
    """
    import Flatwire

    func keep(_ message: Message.Draft, in store: Flatwire.Store) throws -> Swift::UInt64 {
      try store.write { txn in try txn.put(message, in: .\(messages)) }
      return message.id
    }

    func versions() -> [Swift::String] { Flatwire.versions.subprotocols }
    """
  }
}
