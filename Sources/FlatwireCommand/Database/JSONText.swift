import FlatBuffersReflection
import Foundation

/// JSON as commands print it.
enum JSONText {
  /// A record as every JSON reader takes it, with all digits of its numbers.
  static func text(
    _ record: DynamicTable, isOneLine: Bool = false, withDefaults: Bool = false
  ) throws -> String {
    var options = JSONPrinter.Options.lossless(isOneLine: isOneLine)
    options.printsDefaults = withDefaults
    return try JSONPrinter.print(record, options: options)
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
