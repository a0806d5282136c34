extension UInt64: SlotKeyPart {
  public static var byteCount: Int? { 8 }

  /// zLMDB's Oid and Uint64; it refuses Oids of more than 2^53.
  public func encode(into encoder: inout SlotKeyEncoder) { encoder.append(self) }

  public init?(slotKey bytes: ArraySlice<UInt8>) { self.init(bigEndian: bytes) }
}

extension UInt16: SlotKeyPart {
  public static var byteCount: Int? { 2 }

  /// zLMDB's Slot. Its Uint16 is a ``LittleEndianUInt16``.
  public func encode(into encoder: inout SlotKeyEncoder) { encoder.append(self) }

  public init?(slotKey bytes: ArraySlice<UInt8>) { self.init(bigEndian: bytes) }
}

extension UInt8: SlotKeyPart {
  public static var byteCount: Int? { 1 }

  public func encode(into encoder: inout SlotKeyEncoder) { encoder.append(self) }

  public init?(slotKey bytes: ArraySlice<UInt8>) { self.init(bigEndian: bytes) }
}

extension FixedWidthInteger where Self: UnsignedInteger {
  fileprivate init?(bigEndian bytes: ArraySlice<UInt8>) {
    guard bytes.count == Self.bitWidth / 8 else { return nil }
    self = bytes.reduce(0) { $0 << 8 | Self($1) }
  }
}

/// A 16-bit number as zLMDB keeps it in front of a UUID and a timestamp: its least significant byte first.
///
/// Does not sort by value.
public struct LittleEndianUInt16: SlotKeyPart, Hashable {
  public var value: UInt16

  public init(_ value: UInt16) { self.value = value }

  public static var byteCount: Int? { 2 }

  public func encode(into encoder: inout SlotKeyEncoder) { encoder.append(value.byteSwapped) }

  public init?(slotKey bytes: ArraySlice<UInt8>) {
    guard let swapped = UInt16(bigEndian: bytes) else { return nil }
    value = swapped.byteSwapped
  }
}

/// A point in time as zLMDB keeps it.
///
/// Sorts by time from 1970 on; earlier times come after all others.
public struct SlotTimestamp: SlotKeyPart, Hashable {
  /// Nanoseconds since the beginning of 1970, UTC.
  public var nanoseconds: Int64

  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  public static var byteCount: Int? { 8 }

  public func encode(into encoder: inout SlotKeyEncoder) { encoder.append(UInt64(bitPattern: nanoseconds)) }

  public init?(slotKey bytes: ArraySlice<UInt8>) {
    guard let word = UInt64(bigEndian: bytes) else { return nil }
    nanoseconds = Int64(bitPattern: word)
  }
}

/// A point in time as zLMDB keeps it behind an Oid: its least significant byte first.
///
/// Does not sort by time.
public struct LittleEndianSlotTimestamp: SlotKeyPart, Hashable {
  /// Nanoseconds since the beginning of 1970, UTC.
  public var nanoseconds: Int64

  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  public static var byteCount: Int? { 8 }

  public func encode(into encoder: inout SlotKeyEncoder) {
    encoder.append(UInt64(bitPattern: nanoseconds).byteSwapped)
  }

  public init?(slotKey bytes: ArraySlice<UInt8>) {
    guard let swapped = UInt64(bigEndian: bytes) else { return nil }
    nanoseconds = Int64(bitPattern: swapped.byteSwapped)
  }
}
