import FlatBuffersCodegen
import Flatwire

/// The page that shows a router in a browser: a realm's tables, procedures and topics, and what was sent.
struct Console {
  let realm: String
  let tables: [ConsoleTable]
  /// Whether everybody may join the realm; else the page asks for a name and a secret.
  let isOpen: Bool

  /// The page and all that it loads, by their paths.
  var files: [String: StaticPages.File] {
    var files = ["/settings.js": Console.file("settings.js", settings)]
    for file in ConsolePage.files { files["/\(file.name)"] = Console.file(file.name, file.text) }
    files["/"] = files["/index.html"]
    for file in JavaScriptClient.files where file.name.hasSuffix(".js") {
      files["/flatwire/\(file.name)"] = Console.file(file.name, file.text)
    }
    for (index, table) in tables.enumerated() {
      files["/tables/\(index).js"] = Console.file("\(index).js", table.module)
    }
    return files
  }

  private static func file(_ name: String, _ text: String) -> StaticPages.File {
    let type =
      switch name.split(separator: ".").last {
      case "html": "text/html; charset=utf-8"
      case "css": "text/css; charset=utf-8"
      case "svg": "image/svg+xml"
      default: "text/javascript; charset=utf-8"
      }
    return StaticPages.File(type: type, text: text)
  }

  /// A module that tells the page what it shows.
  private var settings: String {
    let text = JavaScriptLiteral.text
    let imports = tables.indices.map { "import * as table\($0) from \"./tables/\($0).js\";\n" }
    let entries = tables.enumerated().map { index, table in
      let operations = table.operations.names.map { "\"\($0)\"" }.joined(separator: ", ")
      return """
            { name: \(text(table.name)), prefix: \(text(table.prefix)), operations: [\(operations)],
              type: named(table\(index), \(text(table.record))) },

        """
    }
    return """
      \(imports.joined())
      const named = (module, type) => Object.values(module).find((each) => each.type === type);

      export const settings = {
        realm: \(text(realm)),
        isOpen: \(isOpen),
        tables: [
      \(entries.joined())  ],
      };

      """
  }
}

extension TableOperations {
  /// What of them the page makes use of.
  fileprivate var names: [String] {
    let known: KeyValuePairs<String, TableOperations> = ["list": .list, "count": .count, "changes": .changes]
    return known.filter { contains($0.value) }.map(\.key)
  }
}
