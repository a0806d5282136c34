/// A password, a ticket or a key: bytes that are never printed.
///
/// Neither `description` nor a dump of whatever holds one shows them.
public struct Secret: Sendable, Equatable, ExpressibleByStringLiteral {
  let bytes: [UInt8]
  /// The bytes as text, for the one method that shows it.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Text, as its bytes in UTF-8.
  public init(_ text: String) { bytes = Array(text.utf8) }

  /// Any bytes.
  public init(bytes: [UInt8]) { self.bytes = bytes }

  public init(stringLiteral value: String) { self.init(value) }

  /// Whether both are the same; how long that takes does not tell where they differ.
  public static func == (left: Secret, right: Secret) -> Bool { Octets.areEqual(left.bytes, right.bytes) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "(secret)" }
  public var debugDescription: String { description }
  /// Nothing.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
