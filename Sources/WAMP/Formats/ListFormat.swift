/// A format whose messages are lists of items: what a new one has to bring.
protocol ListFormat {
  associatedtype Reader: ItemReader
  associatedtype Writer: ItemWriter
  static var encoding: ItemEncoding { get }
  /// Whether a message is text, in which no bytes can stand as they are.
  static var isText: Bool { get }
  /// Why a value of another format cannot be said in this one; `nil` if it can.
  static func obstacle(to number: Double) -> String?
  static func obstacle(to text: String) -> String?
  /// What it costs to write text of another format beyond looking at it, in units of an ``ItemJudge``.
  static func cost(of text: String) -> Int
}

extension ListFormat {
  static var isText: Bool { false }
  static func obstacle(to number: Double) -> String? { nil }
  static func obstacle(to text: String) -> String? { nil }
  static func cost(of text: String) -> Int { 0 }
}

extension ListFormat {
  /// EVENT_RECEIVED has another number in lists than in FlatBuffers, where it has to fit a byte.
  private static var eventReceived: UInt64 { 337 }

  /// The number that begins a message of a type.
  static func number(of code: MessageCode) -> UInt64 {
    code == .eventReceived ? eventReceived : UInt64(code.rawValue)
  }

  /// The type of a message that begins with a number; `nil` if there is none.
  static func code(_ number: UInt64) -> MessageCode? {
    if number == eventReceived { return .eventReceived }
    guard let code = UInt8(exactly: number).flatMap(MessageCode.init(rawValue:)) else { return nil }
    return code == .eventReceived ? nil : code
  }
}
