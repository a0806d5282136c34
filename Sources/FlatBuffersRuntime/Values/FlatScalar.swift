/// A number in a buffer: its bytes are a value of the Swift type as they are.
public protocol FlatScalar: FlatValue, FlatKey, BitwiseCopyable, Comparable {}

extension FlatScalar {
  @inlinable public static var spanAlignment: Int { alignment }
}

extension UInt8: FlatScalar {}
extension Int8: FlatScalar {}
extension UInt16: FlatScalar {}
extension Int16: FlatScalar {}
extension UInt32: FlatScalar {}
extension Int32: FlatScalar {}
extension UInt64: FlatScalar {}
extension Int64: FlatScalar {}
extension Float: FlatScalar {}
extension Double: FlatScalar {}

extension FlatVector where Element: FlatScalar {
  /// The elements where they lie; `nil` if their address is no multiple of their alignment.
  ///
  /// Records in a store of this package are aligned. Valid as long as the record.
  @inlinable
  public var span: Span<Element>? {
    @_lifetime(copy self)
    get {
      if count == 0 { return Span() }
      guard unsafe Int(bitPattern: elements.start) & (MemoryLayout<Element>.alignment - 1) == 0 else {
        return nil
      }
      let start = unsafe elements.start.assumingMemoryBound(to: Element.self)
      let span = unsafe Span(_unsafeStart: start, count: count)
      return unsafe _overrideLifetime(span, copying: self)
    }
  }

  /// A copy of the elements.
  @inlinable
  public var array: [Element] {
    unsafe Array(unsafeUninitializedCapacity: count) { array, initializedCount in
      // Bytes, as the elements may stand anywhere.
      unsafe UnsafeMutableRawBufferPointer(array).copyMemory(
        from: UnsafeRawBufferPointer(start: elements.start, count: count * Element.byteCount))
      initializedCount = count
    }
  }
}
