import Foundation

/// The lines of a file or of the standard input, one after the other.
final class LineReader {
  private let handle: FileHandle
  private let name: String
  private var buffer = Data()
  private var isAtEnd = false
  /// The number of the last line that was given, from 1.
  private(set) var number = 0

  private static let chunk = 1 << 16

  /// The standard input.
  init() {
    handle = .standardInput
    name = "standard input"
  }

  /// - Throws: `InputError` if the file can't be read.
  init(path: String) throws {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw InputError("\(path) cannot be read")
    }
    self.handle = handle
    name = path
  }

  /// The next line without its line break; `nil` at the end.
  ///
  /// - Throws: `InputError` for a line that is not UTF-8.
  func next() throws -> String? {
    var searched = 0
    while true {
      if let newline = buffer[(buffer.startIndex + searched)...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = buffer[..<newline]
        buffer = buffer[(newline + 1)...]
        return try text(line)
      }
      searched = buffer.count
      guard !isAtEnd else { break }
      let more = try handle.read(upToCount: LineReader.chunk) ?? Data()
      isAtEnd = more.isEmpty
      // A slice keeps what lies before it.
      if buffer.startIndex > 0 { buffer = Data(buffer) }
      buffer.append(more)
    }
    guard !buffer.isEmpty else { return nil }
    defer { buffer = Data() }
    return try text(buffer)
  }

  private func text(_ line: Data) throws -> String {
    number += 1
    guard let text = String(validating: line, as: UTF8.self) else {
      throw InputError("\(name), line \(number): this is not UTF-8")
    }
    return text
  }
}
