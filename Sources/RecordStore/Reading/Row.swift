import FlatBuffersReflection
public import FlatBuffersRuntime

/// A record with the key it was found under, both in place.
///
/// Valid until the snapshot ends.
@frozen
public struct Row<Record: FlatTable & ~Escapable, Key: StoreKey>: ~Escapable {
  /// The record.
  public let record: Record
  @usableFromInline let source: RowSource
  @usableFromInline let keyBytes: RawSpan

  @inlinable @_lifetime(copy record)
  init(_ record: Record, _ keyBytes: RawSpan, _ source: RowSource) {
    self.record = record
    self.source = source
    self.keyBytes = unsafe _overrideLifetime(keyBytes, copying: record)
  }

  /// The key, made of its bytes at each call: the primary key in a walk over a table, the key there in one over an
  /// index.
  ///
  /// - Throws: ``StoreError/Code/key`` if the bytes are no such key: in a file that others wrote to, or with a type
  ///   of key that does not read what it writes.
  @inlinable
  public var key: Key {
    get throws(StoreError) {
      var decoder = KeyDecoder(keyBytes)
      guard let key = Key(from: &decoder) else { throw unreadableKey }
      return key
    }
  }

  @usableFromInline
  var unreadableKey: StoreError {
    let text = KeyDescription.hexadecimal(keyBytes)
    switch source {
    case .table(let table):
      let name = unsafe table._withUnsafeGuaranteedRef { $0.name }
      return StoreError(
        .key, "table \(name): the stored key \(text) is no \(Key.self)", table: name, key: text)
    case .index(let index):
      let name = unsafe index._withUnsafeGuaranteedRef { $0.name }
      return StoreError(
        .key, "index \(name): the stored key \(text) is no \(Key.self)", index: name, key: text)
    }
  }
}
