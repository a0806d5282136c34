import Flatwire

/// A word of the command line, or a line of a program, as a value: JSON, or else the text itself.
enum JSONWord {
  /// The value of a word. What begins as an object, a list or a string in quotes has to be JSON.
  ///
  /// - Throws: ``Fault`` if it is not.
  static func value(_ word: String) throws -> Value {
    do {
      return try Value(SharedBytes(Array(word.utf8)), in: .json)
    } catch {
      guard let first = word.first, "{[\"".contains(first) || isInteger(word) else { return .string(word) }
      throw Fault(word: word, reason: error.message)
    }
  }

  /// Whether nothing but its size keeps a word from being a value.
  private static func isInteger(_ word: String) -> Bool {
    let digits = word.hasPrefix("-") ? word.dropFirst() : word[...]
    return !digits.isEmpty && digits.first != "0" && digits.allSatisfy { $0.isASCII && $0.isNumber }
  }

  /// A word that begins as JSON and goes on otherwise.
  struct Fault: Error, CustomStringConvertible {
    let word: String
    let reason: String

    var description: String {
      "'\(word.prefix(80))' is not JSON, though it begins so (\(reason)); for a string, say '\"…\"'"
    }
  }
}
