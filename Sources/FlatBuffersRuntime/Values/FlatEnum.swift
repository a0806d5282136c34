/// A FlatBuffers enum: a struct around the stored integer, so that values a newer schema added are
/// kept as they are.
public protocol FlatEnum: FlatValue, FlatKey, RawRepresentable, CaseIterable, CustomStringConvertible
where RawValue: FlatValue & FixedWidthInteger {
  init(rawValue: RawValue)

  /// The names of the schema, by value; none if the code was generated without them.
  static var names: [(value: RawValue, name: String)] { get }
}

extension FlatEnum {
  @inlinable public static var byteCount: Int { RawValue.byteCount }
  @inlinable public static var alignment: Int { RawValue.alignment }
  @inlinable @inline(__always) public init(_ place: InlineView) { self.init(rawValue: RawValue(place)) }
  @inlinable @inline(__always) public func store(to place: inout InlinePlace) {
    rawValue.store(to: &place)
  }

  /// The values that the schema has names for, in its order; others may come from newer schemas.
  public static var allCases: [Self] { names.map { Self(rawValue: $0.value) } }

  /// The value with a name in the schema, as it is spelt there; `nil` if there is none.
  public init?(name: String) {
    guard let value = Self.names.first(where: { $0.name == name })?.value else { return nil }
    self.init(rawValue: value)
  }

  /// The name in the schema, or the number if the schema has none for it.
  public var description: String {
    Self.names.first { $0.value == rawValue }?.name ?? String(rawValue)
  }
}
