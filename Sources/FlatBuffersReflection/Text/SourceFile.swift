/// The bytes of one schema file and the name it is reported under.
public struct SourceFile: Sendable, Equatable {
  /// The path as it was given or found, as it appears in diagnostics.
  public let path: String
  /// The file's content, expected to be UTF-8.
  public let bytes: [UInt8]

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  public init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  /// The text of a line without its line ending; `nil` when the file has no such line.
  ///
  /// - Parameter number: the line's number, starting at 1.
  /// - Complexity: O(n) in the size of the file.
  public func line(_ number: Int) -> String? {
    guard number > 0 else { return nil }
    var start = 0
    for _ in 1..<number {
      guard let newline = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      start = newline + 1
    }
    let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    var text = bytes[start..<end]
    if text.last == UInt8(ascii: "\r") { text.removeLast() }
    return String(decoding: text, as: UTF8.self)
  }
}
