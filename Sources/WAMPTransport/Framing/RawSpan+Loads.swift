// Bounds-checked loads at any alignment. Sound because the range is checked before the load.
extension RawSpan {
  @inline(__always)
  func native<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type, at offset: Int) -> T {
    precondition(offset >= 0 && offset <= byteCount - MemoryLayout<T>.size, "load outside the bytes")
    return unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: T.self)
  }

  @inline(__always)
  func byte(at offset: Int) -> UInt8 { native(UInt8.self, at: offset) }

  @inline(__always)
  func bigEndian<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type, at offset: Int) -> T {
    T(bigEndian: native(T.self, at: offset))
  }
}
