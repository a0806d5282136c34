/// What a catalog's `catalog.yaml` says under some names: texts, and lists of texts.
///
/// Of YAML this is what catalogs are written in: names at the beginning of a line, texts in one line with or without quotes,
/// lists with a `-` for each text or in brackets, comments. What stands under other names is skipped unread.
struct CatalogText: Equatable {
  enum Item: Equatable {
    case text(String)
    case list([String])
  }

  private(set) var items: [String: Item] = [:]

  /// - Parameter known: the names that are read.
  /// - Throws: ``CatalogError`` with the line that is wrong.
  init(_ text: String, reading known: Set<String>) throws(CatalogError) {
    var names: Set<String> = []
    // The name that the lines behind it belong to, if these are read.
    var open: String?
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let content = line.drop { $0 == " " }
      if content.isEmpty || content.hasPrefix("#") || ["---", "..."].contains(line) { continue }
      do throws(CatalogError) {
        let isElement = content == "-" || content.hasPrefix("- ")
        if isElement || line.hasPrefix(" ") {
          guard !names.isEmpty else { throw CatalogError("found a line that belongs to no name") }
          guard let open else { continue }
          guard isElement else { throw CatalogError("found no '-' before an element of '\(open)'") }
          try append(content.dropFirst(), to: open)
          continue
        }
        let (name, rest) = try Self.entry(line)
        guard names.insert(name).inserted else { throw CatalogError("found '\(name)' a second time") }
        open = known.contains(name) ? name : nil
        if open != nil, !rest.isEmpty {
          items[name] = rest.hasPrefix("[") ? .list(try Self.list(rest)) : .text(try Self.text(rest))
        }
      } catch {
        throw CatalogError("line \(index + 1): \(error)")
      }
    }
  }

  /// A name, and what stands behind its colon.
  private static func entry(_ line: Substring) throws(CatalogError) -> (name: String, rest: Substring) {
    guard let colon = line.firstIndex(of: ":"), isName(line[..<colon]) else {
      throw CatalogError("found no name with a ':' behind it")
    }
    var rest = line[line.index(after: colon)...]
    guard rest.isEmpty || rest.hasPrefix(" ") else {
      throw CatalogError("found no space behind '\(line[...colon])'")
    }
    trim(&rest)
    return (String(line[..<colon]), rest)
  }

  private mutating func append(_ element: Substring, to name: String) throws(CatalogError) {
    var element = element
    Self.trim(&element)
    let text = try Self.text(element)
    switch items[name] {
    case nil: items[name] = .list([text])
    case .list(let texts): items[name] = .list(texts + [text])
    case .text: throw CatalogError("found an element of a list behind the text of '\(name)'")
    }
  }

  private static func isName(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { isWord($0) }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func trim(_ text: inout Substring) {
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    if text.hasPrefix("#") { text = "" }
  }

  /// A text in brackets.
  private static func list(_ text: Substring) throws(CatalogError) -> [String] {
    var rest = text.dropFirst()
    var texts: [String] = []
    trim(&rest)
    while !rest.hasPrefix("]") {
      let element = try scalar(&rest, until: ",]")
      texts.append(element)
      trim(&rest)
      if rest.hasPrefix(",") {
        rest.removeFirst()
        trim(&rest)
      } else if !rest.hasPrefix("]") {
        throw CatalogError("found a list without a ']' in its line")
      }
    }
    rest.removeFirst()
    trim(&rest)
    guard rest.isEmpty else { throw CatalogError("found '\(rest)' behind a list") }
    return texts
  }

  private static func text(_ text: Substring) throws(CatalogError) -> String {
    var rest = text
    let found = try scalar(&rest, until: "")
    trim(&rest)
    guard rest.isEmpty else { throw CatalogError("found '\(rest)' behind a text") }
    return found
  }

  /// Takes a text, in quotes or up to a comment or one of some characters.
  private static func scalar(_ rest: inout Substring, until ends: String) throws(CatalogError) -> String {
    switch rest.first {
    case "'": return try singleQuoted(&rest)
    case "\"": return try doubleQuoted(&rest)
    case "|", ">", "&", "*", "!", "{", "[", "%", "@", "`":
      throw CatalogError("found '\(rest.prefix(1))', expected a text in one line")
    default: break
    }
    var end = rest.startIndex
    while end < rest.endIndex, !ends.contains(rest[end]) {
      if rest[end...].hasPrefix(" #") { break }
      if rest[end...].hasPrefix(": ") { throw CatalogError("found a map within a line, expected a text") }
      end = rest.index(after: end)
    }
    var text = rest[..<end]
    rest = rest[end...]
    trim(&text)
    return String(text)
  }

  private static func singleQuoted(_ rest: inout Substring) throws(CatalogError) -> String {
    var text = ""
    rest.removeFirst()
    while let character = rest.popFirst() {
      if character != "'" {
        text.append(character)
      } else if rest.first == "'" {
        text.append(rest.removeFirst())
      } else {
        return text
      }
    }
    throw CatalogError("found a text without its second quote")
  }

  private static func doubleQuoted(_ rest: inout Substring) throws(CatalogError) -> String {
    var text = ""
    rest.removeFirst()
    while let character = rest.popFirst() {
      if character == "\"" { return text }
      guard character == "\\" else {
        text.append(character)
        continue
      }
      switch rest.popFirst() {
      case "n": text.append("\n")
      case "t": text.append("\t")
      case "\"": text.append("\"")
      case "\\": text.append("\\")
      case "/": text.append("/")
      case let other:
        throw CatalogError("found '\\\(other.map(String.init) ?? "")', expected \\n, \\t, \\\", \\\\ or \\/")
      }
    }
    throw CatalogError("found a text without its second quote")
  }
}
