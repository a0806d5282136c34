/// A format of messages, written by hand: what an attacker sends need not be what any library can say.
enum WireFormat: String, CaseIterable, Sendable {
  case cbor, flatbuffers

  var subprotocol: String { "wamp.2.\(rawValue)" }
}

/// Where an attacker's arguments go, and how they are said to be encoded.
struct Content: Sendable {
  /// The list of arguments, encoded.
  var arguments: [UInt8]?
  /// The map of keyword arguments, encoded.
  var keywords: [UInt8]?
  /// The `enc_algo` of a payload in passthru mode, which is in `arguments` then.
  var algorithm: String?

  static let none = Content()

  static func arguments(_ items: Item...) -> Content { Content(arguments: Item.list(items).encoded) }
}

/// The codes of the messages that the tests name.
enum Code {
  static let hello: UInt64 = 1
  static let welcome: UInt64 = 2
  static let abort: UInt64 = 3
  static let goodbye: UInt64 = 6
  static let error: UInt64 = 8
  static let publish: UInt64 = 16
  static let published: UInt64 = 17
  static let subscribe: UInt64 = 32
  static let subscribed: UInt64 = 33
  static let event: UInt64 = 36
  static let call: UInt64 = 48
  static let cancel: UInt64 = 49
  static let result: UInt64 = 50
  static let register: UInt64 = 64
  static let registered: UInt64 = 65
  static let invocation: UInt64 = 68
  static let interrupt: UInt64 = 69
  static let yield: UInt64 = 70
}
