internal import Foundation
internal import Yams

/// The text of a configuration: JSON, or YAML, which includes it.
enum ConfigurationText {
  /// More is no configuration.
  static let sizeLimit = 1 << 20
  /// An alias stands for all that its anchor has: few lines could mean any number of values.
  private static let valueLimit = 100_000

  /// Reads a file's text; its name ends with `.json`, `.yaml` or `.yml`.
  static func read(_ text: String, file: String) throws(ConfigurationFault) -> ConfigurationItem {
    let place = ConfigurationPlace(file: file)
    guard text.utf8.count <= sizeLimit else { throw place.fault("is longer than \(sizeLimit) bytes") }
    switch file.split(separator: ".").last {
    case "json": try checkJSON(text, at: place)
    case "yaml", "yml": break
    default: throw place.fault("is neither .json nor .yaml, by its name")
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw fault(error, at: place)
    }
    guard let root else { throw place.fault("is empty") }
    var left = valueLimit
    return ConfigurationItem(try node(root, at: place, &left), at: place)
  }

  /// YAML takes what JSON does not.
  private static func checkJSON(_ text: String, at place: ConfigurationPlace) throws(ConfigurationFault) {
    do {
      _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
    } catch {
      let reason = (error as NSError).userInfo["NSDebugDescription"] as? String
      throw place.fault("is not JSON: \(reason ?? "\(error)")")
    }
  }

  private static func fault(_ error: any Error, at place: ConfigurationPlace) -> ConfigurationFault {
    let (message, line): (String, Int) =
      switch error as? YamlError {
      case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
        .composer(_, let problem, let mark, _):
        (problem, mark.line)
      case .duplicatedKeysInMapping(let keys, let context):
        ("\(keys.joined(separator: ", ")): stands there twice", context.mark.line)
      case .reader(let problem, _, _, _): (problem, 1)
      default: ("\(error)", 1)
      }
    return ConfigurationFault(place: ConfigurationPlace(file: place.file, line: line), message: message)
  }

  private static func node(
    _ node: Node, at place: ConfigurationPlace, _ left: inout Int
  ) throws(ConfigurationFault) -> ConfigurationNode {
    let line = node.mark?.line ?? place.line
    left -= 1
    guard left > 0 else {
      throw ConfigurationPlace(file: place.file, line: line).fault("is one of more than \(valueLimit) values")
    }
    switch node {
    case .scalar(let scalar): return ConfigurationNode(content: content(of: scalar, node), line: line)
    case .sequence(let elements):
      var nodes: [ConfigurationNode] = []
      for element in elements { nodes.append(try Self.node(element, at: place, &left)) }
      return ConfigurationNode(content: .list(nodes), line: line)
    case .mapping(let pairs):
      var entries: [(key: String, value: ConfigurationNode)] = []
      for (key, value) in pairs {
        let line = key.mark?.line ?? line
        guard case .scalar(let name) = key else {
          throw ConfigurationPlace(file: place.file, line: line).fault("is a key that is no text")
        }
        let node = try Self.node(value, at: place, &left)
        // A value is looked for where its key stands.
        entries.append((name.string, ConfigurationNode(content: node.content, line: line)))
      }
      return ConfigurationNode(content: .map(entries), line: line)
    case .alias: throw place.fault("has an alias without an anchor")
    }
  }

  private static func content(of scalar: Node.Scalar, _ node: Node) -> ConfigurationNode.Content {
    switch node.tag.rawValue {
    case Tag.Name.null.rawValue: return .null
    case Tag.Name.bool.rawValue: if let flag = node.bool { return .flag(flag) }
    case Tag.Name.int.rawValue: if let integer = node.int { return .integer(integer) }
    case Tag.Name.int.rawValue, Tag.Name.float.rawValue: if let number = node.float { return .number(number) }
    default: break
    }
    return .text(scalar.string)
  }
}
