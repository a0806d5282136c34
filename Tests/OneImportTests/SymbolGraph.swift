import Foundation

/// What a module declares publicly, as the compiler tells it.
struct SymbolGraph: Decodable {
  struct Symbol: Decodable {
    struct Kind: Decodable { let identifier: String }
    struct Fragment: Decodable {
      let spelling: String
      let preciseIdentifier: String?
    }

    let kind: Kind
    let pathComponents: [String]
    let declarationFragments: [Fragment]?
  }

  let symbols: [Symbol]
}

extension SymbolGraph.Symbol {
  var isType: Bool {
    ["swift.struct", "swift.class", "swift.enum", "swift.protocol", "swift.typealias"].contains(
      kind.identifier)
  }

  /// The types of modules that the declaration names, as `Module.Type`, without those within others.
  var spoken: [String] {
    let fragments = declarationFragments ?? []
    return fragments.indices.compactMap { index in
      guard let module = fragments[index].preciseIdentifier.flatMap(Self.module) else { return nil }
      if index > 0, fragments[index - 1].spelling.hasSuffix(".") { return nil }
      return "\(module).\(fragments[index].spelling)"
    }
  }

  /// The module of a mangled name: its length and its name come first. The standard library's are abbreviated.
  private static func module(of identifier: String) -> String? {
    guard identifier.hasPrefix("s:") else { return nil }
    let digits = identifier.dropFirst(2).prefix { $0.isNumber }
    guard let count = Int(digits) else { return nil }
    return String(identifier.dropFirst(2 + digits.count).prefix(count))
  }
}
