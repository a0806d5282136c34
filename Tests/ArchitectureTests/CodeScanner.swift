/// Takes the comments, and what stands in strings, out of a text; lines stay lines.
struct CodeScanner {
  private let text: [UInt8]
  private var index = 0
  private var kept: [UInt8] = []

  init(_ text: String) { self.text = Array(text.utf8) }

  mutating func code() -> String {
    while index < text.count {
      if starts(with: "//") {
        skip(until: { $0.text[$0.index] == UInt8(ascii: "\n") })
      } else if starts(with: "/*") {
        skip(past: "*/")
      } else if starts(with: "\"\"\"") {
        index += 3
        skip(past: "\"\"\"")
      } else if text[index] == UInt8(ascii: "\"") {
        skipString()
      } else {
        kept.append(text[index])
        index += 1
      }
    }
    return String(decoding: kept, as: UTF8.self)
  }

  private func starts(with mark: String) -> Bool { text[index...].starts(with: mark.utf8) }

  private mutating func skip(until isEnd: (CodeScanner) -> Bool) {
    while index < text.count, !isEnd(self) { step() }
  }

  private mutating func skip(past mark: String) {
    skip(until: { $0.starts(with: mark) })
    index += mark.utf8.count
  }

  private mutating func step() {
    if text[index] == UInt8(ascii: "\n") { kept.append(text[index]) }
    index += 1
  }

  /// Skips a string of one line, with what is interpolated in it.
  private mutating func skipString() {
    var depth = 0
    index += 1
    while index < text.count, text[index] != UInt8(ascii: "\n") {
      let character = text[index]
      index += 1
      if character == UInt8(ascii: "\\"), index < text.count {
        if text[index] == UInt8(ascii: "(") { depth += 1 }
        index += 1
      } else if depth > 0 {
        if character == UInt8(ascii: "(") { depth += 1 }
        if character == UInt8(ascii: ")") { depth -= 1 }
      } else if character == UInt8(ascii: "\"") {
        return
      }
    }
  }
}
