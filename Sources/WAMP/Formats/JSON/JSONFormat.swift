/// JSON (RFC 8259), as `wamp.2.json` uses it: binary data is a string of U+0000 and its base64 form.
enum JSONFormat: ListFormat {
  typealias Reader = JSONReader
  typealias Writer = JSONWriter
  static var encoding: ItemEncoding { .json }
  static var isText: Bool { true }

  static func obstacle(to number: Double) -> String? {
    number.isFinite ? nil : "\(number) is no number of JSON"
  }

  static func obstacle(to text: String) -> String? {
    text.utf8.first == 0 ? "a string that begins with U+0000 would be binary data in JSON" : nil
  }

  static func cost(of text: String) -> Int {
    text.utf8.reduce(0) { cost, byte in
      switch byte {
      case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"): cost + escapeCost
      default: cost
      }
    }
  }

  /// What a byte costs that is looked at with seven others, also if it has to be of base64, and one that is looked at alone.
  static let wordByteCost = 2
  static let base64Cost = 3
  static let byteCost = 4
  /// What an escape costs, and a number whose size has to be computed.
  static let escapeCost = 40
  static let largeNumberCost = 1000

  /// How many blanks there may be between two tokens: they are skipped over and over.
  static let maximumBlanks = 65_536
}
