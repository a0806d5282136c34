/// A key as zLMDB encodes it: a value that can be the whole of a key in a ``SlotTable``.
///
/// Keys sort by their bytes, which is not always the order of the values: see the types.
public protocol SlotKey: Sendable {
  /// Appends the key's bytes.
  func encode(into encoder: inout SlotKeyEncoder)

  /// - Parameter bytes: a stored key, without its slot.
  /// - Returns: `nil` if these are not the bytes of such a key.
  init?(slotKey bytes: ArraySlice<UInt8>)
}

/// A value that can also be one of several in a key: see ``SlotKeys``.
public protocol SlotKeyPart: SlotKey {
  /// How many bytes it takes; `nil` if that depends on the value, as with strings.
  static var byteCount: Int? { get }
}

/// Collects the bytes of one key: its slot and its parts.
public struct SlotKeyEncoder {
  /// The longest key of LMDB, slot included.
  static var limit: Int { 511 }

  private var storage = InlineArray<511, UInt8>(repeating: 0)
  private var count = 0
  /// Whether more was appended than a key can hold.
  private(set) var isTooLong = false

  @usableFromInline
  init(slot: UInt16) { append(slot) }

  @usableFromInline
  init(slot: UInt16, _ key: some SlotKey) {
    append(slot)
    key.encode(into: &self)
  }

  @usableFromInline var bytes: RawSpan {
    @_lifetime(borrow self)
    // Bytes have no padding that could be read uninitialised.
    get { unsafe storage.span.bytes.extracting(first: count) }
  }

  /// Appends one byte as it is.
  public mutating func append(_ byte: UInt8) {
    guard count < SlotKeyEncoder.limit else {
      isTooLong = true
      return
    }
    storage[count] = byte
    count += 1
  }

  /// Appends bytes as they are.
  public mutating func append(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { append(byte) }
  }

  /// Appends an integer, its most significant byte first.
  public mutating func append(_ value: some FixedWidthInteger & UnsignedInteger) {
    for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}
