import LMDB

/// Four numbers that stand in the file under a plain key of LMDB's unnamed database: 32 bytes, little endian.
protocol StoredNumbers {
  static var key: [UInt8] { get }

  init(numbers: InlineArray<4, UInt64>)
  var numbers: InlineArray<4, UInt64> { get }
}

extension LMDB.Snapshot {
  /// - Returns: `nil` if nothing stands under the key, or bytes that are not four numbers.
  func numbers<Value: StoredNumbers>(_ type: Value.Type = Value.self) throws(LMDBError) -> Value? {
    guard let bytes = unsafe try get(.main, Value.key.span.bytes), bytes.byteCount == 32 else { return nil }
    return Value(
      numbers: InlineArray { place in
        unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 8 * place, as: UInt64.self))
      })
  }
}

extension LMDB.WriteTransaction {
  @_lifetime(self: copy self)
  mutating func put<Value: StoredNumbers>(_ value: Value) throws(LMDBError) {
    var words = value.numbers
    for place in words.indices { words[place] = words[place].littleEndian }
    unsafe try put(Value.key.span.bytes, words.span.bytes, in: .main)
  }
}
