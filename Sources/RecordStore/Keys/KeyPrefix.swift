/// What the keys of a range begin with: the first values of a composite key, or the beginning of a string.
///
/// Generated code makes them: `txn.rows(by: .usersByTeamAndName, .prefix(team: 7))`.
public struct KeyPrefix<Key: StoreKey>: Sendable {
  @usableFromInline let bound: EncodedBound

  /// - Parameter append: appends the first values exactly as `Key` would; the last one may be a beginning.
  public init(_ append: (inout KeyEncoder) -> Void) {
    var encoder = KeyEncoder()
    append(&encoder)
    bound = EncodedBound(encoder.bytes)
  }
}

extension KeyRange {
  /// All keys that begin with some values.
  public static func prefix(_ prefix: KeyPrefix<Key>) -> KeyRange {
    KeyRange(lower: .beginning(prefix), upper: .beginning(prefix))
  }
}

extension KeyRangeExpression where Self == KeyRange<String> {
  /// All strings that begin with `text`, byte by byte.
  public static func prefix(_ text: String) -> Self { .prefix(KeyPrefix { $0.append(beginningOf: text) }) }
}

extension KeyRangeExpression where Self == KeyRange<[UInt8]> {
  /// All bytes that begin with `bytes`.
  public static func prefix(_ bytes: [UInt8]) -> Self { .prefix(KeyPrefix { $0.append(beginningOf: bytes) }) }
}
