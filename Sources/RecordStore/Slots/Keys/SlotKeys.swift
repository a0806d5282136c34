/// A key of several parts, one after the other; a zero stands between two strings.
///
/// zLMDB's types by its names: `OidString` is `SlotKeys<UInt64, String>`, `UuidBytes20Uint8` is
/// `SlotKeys<SlotUUID, SlotBytes<20>, UInt8>`, `OidTimestamp` is `SlotKeys<UInt64, LittleEndianSlotTimestamp>`,
/// `Uint16UuidTimestamp` is `SlotKeys<LittleEndianUInt16, SlotUUID, SlotTimestamp>`.
public struct SlotKeys<each Part: SlotKeyPart>: SlotKey {
  /// The parts in their order.
  public let parts: (repeat each Part)

  public init(_ part: repeat each Part) { parts = (repeat each part) }

  public func encode(into encoder: inout SlotKeyEncoder) {
    var isAfterString = false
    for part in repeat each parts {
      let isString = type(of: part).byteCount == nil
      if isString, isAfterString { encoder.append(0 as UInt8) }
      part.encode(into: &encoder)
      isAfterString = isString
    }
  }

  public init?(slotKey bytes: ArraySlice<UInt8>) {
    var sizes: [Int?] = []
    for size in repeat (each Part).byteCount { sizes.append(size) }
    guard var split = SplitKey(bytes, sizes) else { return nil }
    do {
      parts = (repeat try split.next(as: (each Part).self))
    } catch {
      return nil
    }
  }
}

/// The bytes of a key, cut into its parts.
struct SplitKey {
  private var slices: [ArraySlice<UInt8>] = []

  private struct NoSuchPart: Error {}

  /// A string before another one ends at the zero between them; any other one takes what the parts behind it leave.
  ///
  /// - Parameter sizes: of the parts; `nil` for strings.
  /// - Returns: `nil` if the bytes do not go with the sizes.
  init?(_ bytes: ArraySlice<UInt8>, _ sizes: [Int?]) {
    var rest = bytes
    for (place, size) in sizes.enumerated() {
      let later = sizes[(place + 1)...]
      if let size {
        guard rest.count >= size else { return nil }
        slices.append(rest.prefix(size))
        rest = rest.dropFirst(size)
      } else if let next = later.first, next == nil {
        guard let zero = rest.firstIndex(of: 0) else { return nil }
        slices.append(rest[..<zero])
        rest = rest[(zero + 1)...]
      } else {
        // Where another string follows behind other parts, nothing says where either ends.
        guard !later.contains(nil) else { return nil }
        let reserved = later.reduce(0) { $0 + ($1 ?? 0) }
        guard rest.count >= reserved else { return nil }
        slices.append(rest.dropLast(reserved))
        rest = rest.suffix(reserved)
      }
    }
    guard rest.isEmpty else { return nil }
    slices.reverse()
  }

  mutating func next<Part: SlotKeyPart>(as type: Part.Type) throws -> Part {
    guard let bytes = slices.popLast(), let part = Part(slotKey: bytes) else { throw NoSuchPart() }
    return part
  }
}
