/// A line that imports a module, or one declaration of it.
struct Import: Equatable {
  let module: String
  let line: Int
}

extension SourceText {
  /// The modules that the file imports.
  var imports: [Import] {
    code.indices.compactMap { index in
      let words = code[index].split(separator: " ")
      guard let place = words.firstIndex(of: "import"), place + 1 < words.count,
        words[..<place].allSatisfy({
          $0.hasPrefix("@") || ["public", "package", "internal", "private", "fileprivate"].contains($0)
        })
      else { return nil }
      // `import struct Module.Type` and `import func Module::==` name one declaration.
      let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
      let named = kinds.contains(words[place + 1]) && place + 2 < words.count ? place + 2 : place + 1
      return Import(module: String(words[named].prefix { $0 != "." && $0 != ":" }), line: index + 1)
    }
  }
}
