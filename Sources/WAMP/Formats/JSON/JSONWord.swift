/// A word that JSON, or a writer of something like it, has.
struct JSONWord {
  let bytes: [UInt8]

  private init(_ text: String) { bytes = Array(text.utf8) }

  static let null = JSONWord("null")
  static let `true` = JSONWord("true")
  static let `false` = JSONWord("false")
  /// What some writers say for numbers that JSON does not have.
  static let notANumber = JSONWord("NaN")
  static let infinity = JSONWord("Infinity")
  /// What begins the content of a string that is binary data.
  static let binaryMark = JSONWord(#"\u0000"#)
}
