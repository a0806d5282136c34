extension SlotUUID: SlotKeyPart {
  public static var byteCount: Int? { 16 }

  public func encode(into encoder: inout SlotKeyEncoder) {
    encoder.append(high)
    encoder.append(low)
  }

  public init?(slotKey bytes: ArraySlice<UInt8>) { self.init(bytes: bytes) }
}

/// So many bytes as they are: zLMDB's Bytes16, Bytes20 and Bytes32.
public struct SlotBytes<let count: Int>: SlotKeyPart {
  /// The bytes.
  public var bytes: InlineArray<count, UInt8>

  public init(_ bytes: InlineArray<count, UInt8>) { self.bytes = bytes }

  /// - Parameter bytes: exactly as many; `nil` for any other number.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == count else { return nil }
    self.bytes = InlineArray(repeating: 0)
    for (place, byte) in bytes.enumerated() { self.bytes[place] = byte }
  }

  public static var byteCount: Int? { count }

  public func encode(into encoder: inout SlotKeyEncoder) {
    for place in bytes.indices { encoder.append(bytes[place]) }
  }

  public init?(slotKey bytes: ArraySlice<UInt8>) { self.init(bytes) }
}

extension SlotBytes: Equatable {
  public static func == (first: SlotBytes, second: SlotBytes) -> Bool {
    first.bytes.indices.allSatisfy { first.bytes[$0] == second.bytes[$0] }
  }
}

extension String: SlotKeyPart {
  public static var byteCount: Int? { nil }

  /// The UTF-8 bytes, without a terminator.
  public func encode(into encoder: inout SlotKeyEncoder) { encoder.append(utf8) }

  public init?(slotKey bytes: ArraySlice<UInt8>) { self.init(validating: bytes, as: UTF8.self) }
}
