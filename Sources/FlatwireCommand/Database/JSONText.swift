import FlatBuffersReflection
import Foundation

/// JSON as commands print it.
enum JSONText {
  /// A record in one line.
  static func line(_ record: DynamicTable) throws -> String {
    // Line breaks within strings are escaped, so those that are there are the printer's.
    try JSONPrinter.print(record).split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: " ")
  }

  static func string(_ text: String) throws -> String {
    String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
  }

  /// Prints a value for programs.
  static func print(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    Swift.print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }
}

/// Prints a line for people where a program reads the output.
func printError(_ text: String) {
  FileHandle.standardError.write(Data((text + "\n").utf8))
}
