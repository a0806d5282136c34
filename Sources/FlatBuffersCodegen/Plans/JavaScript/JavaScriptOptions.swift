/// What the generated JavaScript and its declarations refer to.
package struct JavaScriptOptions: Sendable {
  /// Where modules import the client from.
  package var client: String
  /// The module of a schema file, by its path: what a file that includes it imports.
  package var module: @Sendable (String) -> String

  package init(
    client: String = "./flatwire/flatwire.js",
    module: @escaping @Sendable (String) -> String = { "./\(JavaScriptOptions.stem($0)).js" }
  ) {
    self.client = client
    self.module = module
  }

  /// A path's last part without its extension.
  package static func stem(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}
