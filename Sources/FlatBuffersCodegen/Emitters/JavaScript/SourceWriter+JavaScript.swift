extension SourceWriter {
  /// Writes the lines of a documentation comment, as JavaScript's tools read them.
  mutating func javaScriptDocumentation(_ documentation: [String]) {
    let lines = documentation.map { line in
      // What would end the comment, and what would end the line, must not.
      let text = String(String.UnicodeScalarView(line.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
        .split(separator: "*/", omittingEmptySubsequences: false).joined(separator: "*\\/")
      return String(text.reversed().drop { $0.isWhitespace }.reversed())
    }
    guard let first = lines.first else { return }
    if lines.count == 1 { return line("/**\(first) */") }
    line("/**")
    for line in lines { self.line(" *\(line)") }
    line(" */")
  }

  /// Writes `head {`, a line for each item with a comma behind it, and `}` with what follows.
  mutating func object(_ head: String, _ items: [(documentation: [String], text: String)], _ tail: String) {
    if items.isEmpty { return line("\(head){}\(tail)") }
    line("\(head){")
    indented { writer in
      for item in items {
        writer.javaScriptDocumentation(item.documentation)
        writer.line(item.text + ",")
      }
    }
    line("}\(tail)")
  }
}
