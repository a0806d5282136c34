/// What a target imports, held against what it says that it does.
enum Edges {
  /// What is wrong between the modules that a target imports and those it declares, in both directions.
  static func faults(of target: String, declared: Set<String>, used: [String: String]) -> [String] {
    let unknown = used.filter { !declared.contains($0.key) }.sorted { $0.key < $1.key }
    let unused = declared.filter { used[$0] == nil }.sorted()
    return unknown.map { "\($0.value): \(target) may not import \($0.key)" }
      + unused.map { "\(target) does not import \($0), which it declares" }
  }

  /// The modules that files import, each with a place that does.
  static func used(in files: [SourceText]) -> [String: String] {
    var used: [String: String] = [:]
    for file in files {
      for found in file.imports where used[found.module] == nil {
        used[found.module] = "\(file.path):\(found.line)"
      }
    }
    return used
  }

  /// What a table says against its own order: that a target imports one which does not stand above it.
  static func upwardEdges(in table: KeyValuePairs<String, Set<String>>) -> [String] {
    let names = Set(table.map(\.key))
    var above: Set<String> = []
    var found: [String] = []
    for (target, modules) in table {
      found += modules.intersection(names).subtracting(above).sorted().map { "\(target) imports \($0)" }
      above.insert(target)
    }
    return found
  }

  /// All that a target imports, and what that imports.
  static func reachable(from target: String, in table: KeyValuePairs<String, Set<String>>) -> Set<String> {
    var found: Set<String> = []
    var open = [target]
    while let next = open.popLast() {
      for module in table.first(where: { $0.key == next })?.value ?? [] where found.insert(module).inserted {
        open.append(module)
      }
    }
    return found
  }
}
