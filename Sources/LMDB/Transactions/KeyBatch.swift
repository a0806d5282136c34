/// Up to 32 keys that are looked for together; see ``Snapshot/values(_:of:)``.
///
/// Keys of up to 8 bytes are kept in place; longer ones share memory that is kept when the batch is emptied.
@frozen @usableFromInline
package struct KeyBatch {
  /// How many keys fit.
  @inlinable package static var limit: Int { 32 }

  /// The first 8 bytes of each key, in the order of memory.
  @usableFromInline var words = InlineArray<32, UInt64>(repeating: 0)
  @usableFromInline var sizes = InlineArray<32, Int>(repeating: 0)
  /// Where the longer ones begin in `long`.
  @usableFromInline var starts = InlineArray<32, Int>(repeating: 0)
  @usableFromInline var long: [UInt8] = []
  /// How many keys there are.
  @usableFromInline package private(set) var count = 0

  @usableFromInline
  package init() {}

  /// Whether no key fits any more.
  @inlinable package var isFull: Bool { count == KeyBatch.limit }

  /// Adds a key, of which there must be fewer than ``limit``.
  @inlinable @inline(__always)
  package mutating func append(_ key: RawSpan) {
    guard key.byteCount == 8 else { return appendOther(key) }
    words[count] = unsafe key.unsafeLoadUnaligned(fromUncheckedByteOffset: 0, as: UInt64.self)
    sizes[count] = 8
    count &+= 1
  }

  @usableFromInline @inline(never)
  mutating func appendOther(_ key: RawSpan) {
    unsafe key.withUnsafeBytes { key in
      words[count] = unsafe SearchKey(key).prefix.bigEndian
      starts[count] = long.count
      if key.count > 8 { unsafe long.append(contentsOf: key) }
    }
    sizes[count] = key.byteCount
    count += 1
  }

  /// Forgets all keys.
  @inlinable
  package mutating func removeAll() {
    count = 0
    if !long.isEmpty { long.removeAll(keepingCapacity: true) }
  }

  /// The key at `index`.
  package subscript(index: Int) -> RawSpan {
    @_lifetime(borrow self)
    get {
      let size = sizes[index]
      // Sound: bytes and integers have no padding that could be read uninitialised.
      if size > 8 { return unsafe long.span.bytes.extracting(starts[index]..<starts[index] + size) }
      return unsafe words.span.bytes.extracting(index * 8..<index * 8 + size)
    }
  }
}

/// The values of a ``KeyBatch``, in place.
@frozen @usableFromInline @safe
package struct Values: ~Escapable {
  /// Without an address where there is no value.
  @usableFromInline var places: InlineArray<32, UnsafeRawBufferPointer>

  @_lifetime(immortal)
  init() { unsafe places = InlineArray(repeating: UnsafeRawBufferPointer(start: nil, count: 0)) }

  /// The value of the key at `index`, or `nil` if it is not in the database.
  // Said to change the values so that it is not given a copy of them all.
  @inlinable @inline(__always) @_lifetime(copy self)
  package mutating func value(at index: Int) -> RawSpan? {
    let place = unsafe places[index]
    guard unsafe place.baseAddress != nil else { return nil }
    return unsafe _overrideLifetime(RawSpan(_unsafeBytes: place), copying: self)
  }
}

extension Snapshot {
  /// Finds the values of some keys together, which takes less time than one after the other: all are followed from one
  /// level of the tree to the next, so that what has to be fetched for one is fetched while another is searched.
  ///
  /// - Throws: as ``get(_:_:)``.
  @usableFromInline @_lifetime(copy self)
  package func values(_ database: Database, of keys: borrowing KeyBatch) throws(LMDBError) -> Values {
    var values = Values()
    if let reader {
      try reader.find(keys, in: database, &values)
    } else {
      for index in 0..<keys.count {
        if let value = unsafe try getFromLibrary(database, keys[index]) {
          unsafe values.places[index] = unsafe value
        }
      }
    }
    return unsafe _overrideLifetime(values, copying: self)
  }
}
