internal import Foundation
internal import WAMPTransport

/// What a configuration refers to outside of itself.
package struct ConfigurationSurroundings: Sendable {
  /// The folder that relative paths begin at: that of the file.
  var folder: String
  /// The variables that `$NAME` and `${NAME}` stand for.
  var environment: [String: String]
  /// Whether this program can compress.
  var canCompress = Compression.isAvailable

  package init(folder: String, environment: [String: String] = [:]) {
    self.folder = folder
    self.environment = environment
  }

  /// The path that an item names.
  func path(_ item: ConfigurationItem) throws(ConfigurationFault) -> String {
    let path = try item.text()
    return path.hasPrefix("/") ? path : URL(filePath: folder).appending(path: path).path
  }

  /// A secret as it stands there, or that of a variable, `${NAME}`. No fault shows it.
  func secret(_ item: ConfigurationItem) throws(ConfigurationFault) -> String {
    let text = try item.text()
    guard text.hasPrefix("${"), text.hasSuffix("}") else { return text }
    return try variable(String(text.dropFirst(2).dropLast()), item)
  }

  /// A port, or that of a variable, `$NAME`.
  func port(_ item: ConfigurationItem) throws(ConfigurationFault) -> Int {
    guard case .text(let text) = item.node.content else { return try item.integer(0...65535) }
    guard text.hasPrefix("$") else { throw item.fault("is text, and has to be a whole number or $NAME") }
    let name = String(text.dropFirst())
    guard let port = Int(try variable(name, item)), (0...65535).contains(port) else {
      throw item.fault("is no port in the environment's \(name)")
    }
    return port
  }

  private func variable(_ name: String, _ item: ConfigurationItem) throws(ConfigurationFault) -> String {
    guard let value = environment[name], !value.isEmpty else {
      throw item.fault("stands in \(name) in the environment, which is not set")
    }
    return value
  }
}
