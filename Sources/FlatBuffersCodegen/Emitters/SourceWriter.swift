/// Collects lines of code, indented by two spaces per block and broken where they would be too long.
struct SourceWriter {
  /// The longest line that is written unbroken.
  static let lineLimit = 110

  private(set) var text = ""
  private var depth = 0
  /// Whether lines that are too long are broken, as Swift can be; of other languages they stay as they are.
  private let breaksLines: Bool

  init(breaksLines: Bool = true) { self.breaksLines = breaksLines }

  /// Writes a line, in several if it is too long; an empty one without indentation.
  mutating func line(_ line: String = "") {
    if breaksLines, !fits(line), write(broken: line) { return }
    if !line.isEmpty { text += String(repeating: "  ", count: depth) + line }
    text += "\n"
  }

  /// Writes `head {`, a body and `}`.
  mutating func block(_ head: String, _ body: (inout SourceWriter) -> Void) {
    line(head + " {")
    indented(body)
    line("}")
  }

  mutating func indented(_ body: (inout SourceWriter) -> Void) {
    depth += 1
    body(&self)
    depth -= 1
  }

  func fits(_ line: String) -> Bool { depth * 2 + line.count <= Self.lineLimit }

  /// Writes `head(item, item)` on one line if it fits, else the items on the next line, else each on its own.
  mutating func call(_ head: String, _ items: [String]) {
    let joined = items.joined(separator: ", ") + ")"
    if fits("\(head)(\(joined)") { return line("\(head)(\(joined)") }
    line("\(head)(")
    indented { writer in
      if writer.fits(joined) { return writer.line(joined) }
      for item in items.dropLast() { writer.line(item + ",") }
      writer.line("\(items.last ?? ""))")
    }
  }

  /// Writes `head[item, item]tail`, one item to a line if that doesn't fit on one.
  mutating func array(_ head: String, _ items: [String], _ tail: String) {
    let joined = "\(head)[\(items.joined(separator: ", "))]\(tail)"
    guard !fits(joined) else { return line(joined) }
    line("\(head)[")
    indented { writer in
      for item in items { writer.line(item + ",") }
    }
    line("]\(tail)")
  }

  /// Writes the lines of a documentation comment.
  mutating func documentation(_ documentation: [String]) {
    for line in documentation {
      // What a Swift compiler would take for the end of the line must not end the comment.
      let text = String(
        String.UnicodeScalarView(line.unicodeScalars.map { $0.value < 0x20 && $0 != "\t" ? " " : $0 }))
      var comment = "///" + text
      while comment.last?.isWhitespace ?? false { comment.removeLast() }
      self.line(comment)
    }
  }
}
