/// What a table's attributes say of keys, taken apart: `a, pos.x desc`, and `byTeam(team, name desc); unique byMail(mail)`.
///
/// Which fields there are is not known here.
enum KeyList {
  /// A field and its order.
  struct Field: Equatable {
    var path: [String]
    var order: KeyPart.Order

    var name: String { path.joined(separator: ".") }
  }

  /// An index.
  struct Index: Equatable {
    var name: String
    var isUnique: Bool
    var fields: [Field]
  }

  /// What can't be read.
  struct Fault: Error, Equatable {
    let found: String
    let expected: String
  }

  /// The fields of a key: names with dots between, each perhaps with `asc` or `desc` behind it, and commas between.
  static func fields(_ text: Substring) throws(Fault) -> [Field] {
    var fields: [Field] = []
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      let words = item.split(whereSeparator: \.isWhitespace)
      guard let name = words.first, words.count <= 2, Lexer.isDottedName(String(name)) else {
        throw Fault(
          found: words.joined(separator: " "), expected: "the name of a field, perhaps with 'desc' behind it")
      }
      var order = KeyPart.Order.ascending
      switch words.dropFirst().first {
      case nil, "asc": break
      case "desc": order = .descending
      case let word?: throw Fault(found: String(word), expected: "'asc' or 'desc' behind '\(name)'")
      }
      fields.append(Field(path: name.split(separator: ".").map(String.init), order: order))
    }
    return fields
  }

  /// Indexes with semicolons between; one more may end the list.
  static func indexes(_ text: String) throws(Fault) -> [Index] {
    var items = text.split(separator: ";", omittingEmptySubsequences: false)
    if items.count > 1, items.last?.allSatisfy(\.isWhitespace) == true { items.removeLast() }
    var indexes: [Index] = []
    for item in items { indexes.append(try index(item)) }
    return indexes
  }

  private static func index(_ text: Substring) throws(Fault) -> Index {
    let expected = "an index such as 'byTeam(team, name desc)' or 'unique byMail(mail)'"
    let item = text.trimming(while: \.isWhitespace)
    guard item.last == ")", let opening = item.firstIndex(of: "(") else {
      throw Fault(found: String(item), expected: expected)
    }
    var words = item[..<opening].split(whereSeparator: \.isWhitespace)
    let isUnique = words.count == 2 && words.first == "unique"
    if isUnique { words.removeFirst() }
    guard words.count == 1, Lexer.isIdentifier(words[0]) else {
      throw Fault(found: String(item), expected: expected)
    }
    let fields = try fields(item[item.index(after: opening)...].dropLast())
    return Index(name: String(words[0]), isUnique: isUnique, fields: fields)
  }
}

extension Substring {
  fileprivate func trimming(while isTrimmed: (Character) -> Bool) -> Substring {
    var text = drop(while: isTrimmed)
    while let last = text.last, isTrimmed(last) { text.removeLast() }
    return text
  }
}
