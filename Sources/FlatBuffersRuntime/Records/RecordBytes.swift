package import SharedBytes

/// Bytes that are read at any position without leaving them.
package struct RecordBytes: Sendable {
  package let bytes: SharedBytes

  package init(bytes: SharedBytes) { self.bytes = bytes }

  package var count: Int { bytes.count }

  /// The little-endian value at a position; `nil` if it does not lie within the bytes.
  package func load<T: FixedWidthInteger & BitwiseCopyable>(_ position: Int, as type: T.Type = T.self) -> T? {
    guard position >= 0, position <= count - MemoryLayout<T>.size else { return nil }
    // Sound because the range was checked the line before, and every pattern of bits is an integer.
    return T(littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: position, as: T.self))
  }

  /// The bytes of a range; `nil` if it leaves them.
  package func slice(at position: Int, count size: Int) -> SharedBytes? {
    guard position >= 0, size >= 0, size <= count, position <= count - size else { return nil }
    return bytes.slice(position..<(position + size))
  }

  /// An unsigned number of 1, 2, 4 or 8 bytes.
  package func unsigned(_ position: Int, size: Int) -> UInt64? {
    switch size {
    case 1: load(position, as: UInt8.self).map(UInt64.init)
    case 2: load(position, as: UInt16.self).map(UInt64.init)
    case 4: load(position, as: UInt32.self).map(UInt64.init)
    case 8: load(position, as: UInt64.self)
    default: nil
    }
  }

  /// The target of the 32-bit offset at a position; `nil` if either leaves the bytes.
  package func target(at position: Int) -> Int? {
    guard let offset = load(position, as: UInt32.self), offset != 0 else { return nil }
    let target = position + Int(offset)
    return target < count ? target : nil
  }

  /// The target of the 64-bit offset at a position; `nil` if either leaves the bytes.
  package func target64(at position: Int) -> Int? {
    guard let offset = load(position, as: UInt64.self), offset != 0, offset < UInt64(count) else {
      return nil
    }
    let target = position + Int(offset)
    return target < count ? target : nil
  }
}
