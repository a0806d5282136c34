/// Where something stands in a schema file.
public struct SourceLocation: Sendable, Hashable {
  /// The path of the file, as it was given or found.
  public let file: String
  /// The line, starting at 1.
  public let line: Int
  /// The column in Unicode scalars, starting at 1.
  public let column: Int

  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }
}

extension SourceLocation: CustomStringConvertible {
  /// `file:line:column`.
  public var description: String { "\(file):\(line):\(column)" }
}
