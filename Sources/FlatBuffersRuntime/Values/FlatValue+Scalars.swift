#if _endian(big)
  #error("FlatBuffers are little-endian; big-endian machines are not supported")
#endif

extension UInt8: FlatValue {
  @inlinable public static var byteCount: Int { 1 }
  @inlinable public static var alignment: Int { 1 }
  @inlinable @inline(__always) public init(_ place: InlineView) { self = place.load(as: UInt8.self) }
  @inlinable @inline(__always) public func store(to place: inout InlinePlace) { place.store(bits: self) }
}

extension Int8: FlatValue {
  @inlinable public static var byteCount: Int { 1 }
  @inlinable public static var alignment: Int { 1 }
  @inlinable @inline(__always) public init(_ place: InlineView) { self = place.load(as: Int8.self) }
  @inlinable @inline(__always) public func store(to place: inout InlinePlace) { place.store(bits: self) }
}

extension UInt16: FlatValue {
  @inlinable public static var byteCount: Int { 2 }
  @inlinable public static var alignment: Int { 2 }
  @inlinable @inline(__always) public init(_ place: InlineView) { self = place.load(as: UInt16.self) }
  @inlinable @inline(__always) public func store(to place: inout InlinePlace) { place.store(bits: self) }
}

extension Int16: FlatValue {
  @inlinable public static var byteCount: Int { 2 }
  @inlinable public static var alignment: Int { 2 }
  @inlinable @inline(__always) public init(_ place: InlineView) { self = place.load(as: Int16.self) }
  @inlinable @inline(__always) public func store(to place: inout InlinePlace) { place.store(bits: self) }
}

extension UInt32: FlatValue {
  @inlinable public static var byteCount: Int { 4 }
  @inlinable public static var alignment: Int { 4 }
  @inlinable @inline(__always) public init(_ place: InlineView) { self = place.load(as: UInt32.self) }
  @inlinable @inline(__always) public func store(to place: inout InlinePlace) { place.store(bits: self) }
}

extension Int32: FlatValue {
  @inlinable public static var byteCount: Int { 4 }
  @inlinable public static var alignment: Int { 4 }
  @inlinable @inline(__always) public init(_ place: InlineView) { self = place.load(as: Int32.self) }
  @inlinable @inline(__always) public func store(to place: inout InlinePlace) { place.store(bits: self) }
}

extension UInt64: FlatValue {
  @inlinable public static var byteCount: Int { 8 }
  @inlinable public static var alignment: Int { 8 }
  @inlinable @inline(__always) public init(_ place: InlineView) { self = place.load(as: UInt64.self) }
  @inlinable @inline(__always) public func store(to place: inout InlinePlace) { place.store(bits: self) }
}

extension Int64: FlatValue {
  @inlinable public static var byteCount: Int { 8 }
  @inlinable public static var alignment: Int { 8 }
  @inlinable @inline(__always) public init(_ place: InlineView) { self = place.load(as: Int64.self) }
  @inlinable @inline(__always) public func store(to place: inout InlinePlace) { place.store(bits: self) }
}

extension Float: FlatValue {
  @inlinable public static var byteCount: Int { 4 }
  @inlinable public static var alignment: Int { 4 }
  @inlinable @inline(__always) public init(_ place: InlineView) { self = place.load(as: Float.self) }
  @inlinable @inline(__always) public func store(to place: inout InlinePlace) { place.store(bits: self) }
}

extension Double: FlatValue {
  @inlinable public static var byteCount: Int { 8 }
  @inlinable public static var alignment: Int { 8 }
  @inlinable @inline(__always) public init(_ place: InlineView) { self = place.load(as: Double.self) }
  @inlinable @inline(__always) public func store(to place: inout InlinePlace) { place.store(bits: self) }
}

/// Stored as one byte; every byte but zero reads as true.
extension Bool: FlatValue {
  @inlinable public static var byteCount: Int { 1 }
  @inlinable public static var alignment: Int { 1 }
  @inlinable @inline(__always) public init(_ place: InlineView) { self = place.load(as: UInt8.self) != 0 }
  @inlinable @inline(__always) public func store(to place: inout InlinePlace) {
    place.store(bits: UInt8(self ? 1 : 0))
  }
}
