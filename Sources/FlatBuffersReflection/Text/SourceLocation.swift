/// Where something stands in a schema file.
public struct SourceLocation: Sendable, Hashable {
  /// The path of the file, as it was given or found.
  public let file: String
  /// The line, starting at 1; 0 if only the file is known, as in binary schemas.
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
  /// `file:line:column`; only the file for what was read from a binary schema.
  public var description: String { line == 0 ? file : "\(file):\(line):\(column)" }
}
