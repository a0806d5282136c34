/// One thing that is wrong with a schema, or with JSON.
public struct Diagnostic: Error, Sendable, Equatable {
  /// Where the problem was noticed; `nil` when it concerns no place in a file.
  public let location: SourceLocation?
  /// What is wrong: what was found and what was expected.
  public let message: String
  /// What the author could do about it.
  public let hint: String?

  public init(at location: SourceLocation?, _ message: String, hint: String? = nil) {
    self.location = location
    self.message = message
    self.hint = hint
  }
}

extension Diagnostic: CustomStringConvertible {
  /// `file:line:column: error: message`.
  public var description: String {
    let place = location.map { "\($0): " } ?? ""
    return "\(place)error: \(message)"
  }

  /// The description followed by the source line, a caret under the place, and the hint.
  ///
  /// - Parameter source: the file the diagnostic's location refers to, if it could be read.
  public func rendered(in source: SourceFile?) -> String {
    var text = description
    if let location, let line = source?.line(location.line), !line.isEmpty, line.utf8.count <= 400 {
      // Tabs are kept so that the caret lines up however wide the terminal draws them.
      let margin = line.unicodeScalars.prefix(location.column - 1).map { $0 == "\t" ? "\t" : " " }
      text += "\n  \(line)\n  \(margin.joined())^"
    }
    if let hint { text += "\n  hint: \(hint)" }
    return text
  }
}
