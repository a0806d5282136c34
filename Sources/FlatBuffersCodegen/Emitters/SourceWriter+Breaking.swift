// Lines that long names make too long are broken as the formatter breaks them.
extension SourceWriter {
  /// Writes a line that is too long in parts, if it has a place to be broken at.
  mutating func write(broken line: String) -> Bool {
    if line.hasPrefix("//") || line.hasSuffix("\\") { return false }
    let places = BreakPlaces(line)
    return breakCase(line, places) || breakBlock(line, places) || breakExtension(line) || breakItems(line)
      || breakArguments(line, places) || breakAssignment(line, places) || breakType(line, places)
  }

  /// `case a: b`: the statement goes to the next line.
  private mutating func breakCase(_ line: String, _ places: BreakPlaces) -> Bool {
    guard line.hasPrefix("case ") || line.hasPrefix("default: "), let colon = places.colon else {
      return false
    }
    self.line(String(line[...colon]))
    indented { $0.line(String(line[line.index(colon, offsetBy: 2)...])) }
    return true
  }

  /// `a { b }`: the body goes to lines of its own.
  private mutating func breakBlock(_ line: String, _ places: BreakPlaces) -> Bool {
    guard let brace = places.brace, line.hasSuffix(" }") else { return false }
    block(String(line[..<brace].dropLast())) { $0.line(String(line[brace...].dropFirst(2).dropLast(2))) }
    return true
  }

  /// `a(b, c)`: what is in the last parentheses goes to the next line, or to one line each.
  private mutating func breakArguments(_ line: String, _ places: BreakPlaces) -> Bool {
    guard let opening = places.opening, let closing = places.closing, line.index(after: opening) != closing
    else {
      return false
    }
    let head = String(line[...opening])
    let items = BreakPlaces.items(of: line[line.index(after: opening)..<closing])
    let tail = String(line[closing...])
    guard fits(head) else { return false }
    self.line(head)
    if tail == ") {" {
      indented { $0.line(items.joined(separator: ", ")) }
      self.line(tail)
      return true
    }
    indented { writer in
      let joined = items.joined(separator: ", ") + tail
      if writer.fits(joined) || items.count < 2 { return writer.line(joined) }
      for item in items.dropLast() { writer.line(item + ",") }
      writer.line((items.last ?? "") + tail)
    }
    return true
  }

  /// `extension A<B, C> {`: the arguments go to the next line, or to one line each.
  private mutating func breakExtension(_ line: String) -> Bool {
    guard line.hasPrefix("extension "), line.hasSuffix("> {"), let opening = line.firstIndex(of: "<") else {
      return false
    }
    self.line(String(line[...opening]))
    let items = BreakPlaces.items(of: line[line.index(after: opening)...].dropLast(3))
    indented { writer in
      let joined = items.joined(separator: ", ")
      if writer.fits(joined) { return writer.line(joined) }
      for item in items.dropLast() { writer.line(item + ",") }
      writer.line(items.last ?? "")
    }
    self.line("> {")
    return true
  }

  /// `var a: B` or `var a: B {`: the type goes to the next line.
  private mutating func breakType(_ line: String, _ places: BreakPlaces) -> Bool {
    guard BreakPlaces.end(of: "var ", in: line) != nil, let colon = places.colon else { return false }
    self.line(String(line[...colon]))
    let type = line[line.index(colon, offsetBy: 2)...]
    guard type.hasSuffix(" {") else {
      indented { $0.line(String(type)) }
      return true
    }
    indented { $0.line(String(type.dropLast(2))) }
    self.line("{")
    return true
  }

  /// `a, b,`: as many as fit go to each line.
  private mutating func breakItems(_ line: String) -> Bool {
    var items = BreakPlaces.items(of: line[...])
    guard items.count > 2, items.last == "" else { return false }
    items.removeLast()
    var part = ""
    for item in items {
      if !part.isEmpty, !fits(part + " " + item + ",") {
        self.line(part)
        part = ""
      }
      part += (part.isEmpty ? "" : " ") + item + ","
    }
    self.line(part)
    return true
  }

  /// `a = b`: the value goes to the next line.
  private mutating func breakAssignment(_ line: String, _ places: BreakPlaces) -> Bool {
    guard let equals = places.equals else { return false }
    self.line(String(line[...equals]))
    indented { $0.line(String(line[line.index(equals, offsetBy: 2)...])) }
    return true
  }
}

/// Where a line of generated code can be broken: outside of strings and of parentheses.
private struct BreakPlaces {
  /// The first colon with a space behind it.
  private(set) var colon: String.Index?
  /// The first ` = `.
  private(set) var equals: String.Index?
  /// The first brace with a space behind it.
  private(set) var brace: String.Index?
  /// The last pair of parentheses.
  private(set) var opening: String.Index?
  private(set) var closing: String.Index?

  init(_ line: String) {
    var depth = 0
    Self.scan(line[...]) { index, character in
      let isOpen = depth == 0
      let hasSpaceBehind = line[line.index(after: index)...].first == " "
      switch character {
      case "(" where isOpen: (opening, closing) = (index, nil)
      case ")" where depth == 1: closing = index
      case ":" where isOpen && hasSpaceBehind && colon == nil: colon = index
      case "{" where isOpen && hasSpaceBehind && brace == nil: brace = index
      case "=" where isOpen && hasSpaceBehind && equals == nil && line[..<index].last == " ": equals = index
      default: break
      }
      if "([{".contains(character) { depth += 1 }
      if ")]}".contains(character) { depth -= 1 }
    }
  }

  /// The end of the first occurrence of a text.
  static func end(of part: String, in line: String) -> String.Index? {
    for start in line.indices where line[start...].hasPrefix(part) {
      return line.index(start, offsetBy: part.count)
    }
    return nil
  }

  /// The parts between commas.
  static func items(of text: Substring) -> [String] {
    var items: [String] = []
    var start = text.startIndex
    var depth = 0
    scan(text) { index, character in
      if "([{<".contains(character) { depth += 1 }
      if ")]}>".contains(character) { depth -= 1 }
      guard character == ",", depth == 0 else { return }
      items.append(String(text[start..<index].drop { $0 == " " }))
      start = text.index(after: index)
    }
    return items + [String(text[start...].drop { $0 == " " })]
  }

  /// Visits the characters that are not in a string.
  private static func scan(_ text: Substring, _ visit: (String.Index, Character) -> Void) {
    var isString = false
    var isEscaped = false
    for index in text.indices {
      let character = text[index]
      if isString {
        if character == "\"", !isEscaped { isString = false }
        isEscaped = character == "\\" && !isEscaped
      } else if character == "\"" {
        isString = true
        isEscaped = false
      } else {
        visit(index, character)
      }
    }
  }
}
