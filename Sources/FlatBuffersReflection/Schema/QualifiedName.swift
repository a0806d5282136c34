/// A name and the namespace it stands in.
public struct QualifiedName: Sendable, Hashable {
  public var namespace: [String]
  public var name: String

  public init(namespace: [String], name: String) {
    self.namespace = namespace
    self.name = name
  }
}

extension QualifiedName: CustomStringConvertible {
  /// The name with its namespace, dotted: `demo.User`.
  public var description: String { (namespace + [name]).joined(separator: ".") }
}

// A name is looked up in every namespace around it, so these are kept short.
extension QualifiedName {
  package static let maximumDepth = 64
  package static let maximumNamespaceSize = 1024

  /// Why a namespace is one that names cannot be looked up in.
  package static func problem(ofNamespace parts: [String]) -> String? {
    if parts.count > maximumDepth {
      return "found a namespace of \(parts.count) names, expected at most \(maximumDepth)"
    }
    let size = parts.reduce(0) { $0 + $1.utf8.count + 1 }
    return size <= maximumNamespaceSize
      ? nil : "found a namespace of \(size) bytes, expected at most \(maximumNamespaceSize)"
  }

  /// What can stand before a name that is used in a namespace, the innermost first: `a.b.`, `a.` and nothing.
  package static func prefixes(in namespace: [String]) -> [String] {
    var prefix = ""
    var prefixes = [prefix]
    for part in namespace {
      prefix += part + "."
      prefixes.append(prefix)
    }
    return prefixes.reversed()
  }
}
