/// The position of a finished object in a buffer under construction, counted from the buffer's end.
@frozen
public struct BufferOffset: Sendable, Equatable {
  @usableFromInline let distance: UInt32

  @inlinable
  init(_ distance: Int) { self.distance = UInt32(truncatingIfNeeded: distance) }
}

/// The position of a finished table in a buffer under construction.
public typealias TableOffset = BufferOffset
