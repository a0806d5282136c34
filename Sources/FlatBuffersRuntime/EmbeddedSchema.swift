public import SharedBytes

/// The schema that code was generated from, as a binary schema (`.bfbs`) within the program.
///
/// It costs nothing until it is asked for. Load it with `Schema(binary:)` of `FlatBuffersReflection` to read records
/// whose types are known at run time only.
public struct EmbeddedSchema: Sendable {
  /// The name of the schema's file, without its extension.
  public let name: String
  /// The schema's fingerprint: two peers with the same one mean the same by their bytes.
  public let fingerprint: UInt64
  private let base64: StaticString

  /// - Parameters:
  ///   - name: the name of the schema's file, without its extension.
  ///   - fingerprint: what `Schema.fingerprint` says of the schema.
  ///   - base64: the binary schema with built-in attributes in base64, as the schema compiler writes it.
  public init(name: String, fingerprint: UInt64, base64: StaticString) {
    self.name = name
    self.fingerprint = fingerprint
    self.base64 = base64
  }

  /// The binary schema; decoded anew each time.
  public var bytes: SharedBytes {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var bitCount = 0
    base64.withUTF8Buffer { text in
      bytes.reserveCapacity(text.count / 4 * 3)
      for index in 0..<text.count {
        guard let value = unsafe Self.value(text[index]) else { continue }
        bits = bits << 6 | UInt32(value)
        bitCount += 6
        guard bitCount >= 8 else { continue }
        bitCount -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
      }
    }
    return SharedBytes(bytes)
  }

  private static func value(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
