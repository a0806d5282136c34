extension TableView {
  /// Where the table begins in its record; with it the view can be made again.
  @inlinable
  package var position: Int { Int(rootOffset & ~TableView.nestedBit) }

  /// The view of a table whose position is known.
  ///
  /// Unsafe as ``init(unverifiedRoot:)`` is.
  ///
  /// - Parameters:
  ///   - record: bytes verified for the type the view is read as, at most 2 GiB.
  ///   - position: what ``position`` said of the table in the same bytes.
  @inlinable @inline(__always) @unsafe @_lifetime(copy record)
  package init(unverified record: RawSpan, at position: Int) {
    let start = unsafe record.withUnsafeBytes { $0.baseAddress! }
    unsafe self.init(
      _unsafe: start + position, rootOffset: UInt32(truncatingIfNeeded: position) | TableView.nestedBit,
      recordSize: UInt32(truncatingIfNeeded: record.byteCount), scope: Scope(record))
  }
}
