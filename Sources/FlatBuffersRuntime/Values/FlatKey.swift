/// A value that sorts the elements of a vector: a field marked `key` in a schema.
public protocol FlatKey {
  /// Whether the value comes before another one in a sorted vector.
  func precedes(_ other: Self) -> Bool
}

extension FlatKey where Self: Comparable {
  @inlinable @inline(__always)
  public func precedes(_ other: Self) -> Bool { self < other }
}

extension Bool: FlatKey {
  @inlinable
  public func precedes(_ other: Bool) -> Bool { !self && other }
}

/// Strings are sorted by their UTF-8 bytes, in every language.
extension String: FlatKey {
  @inlinable
  public func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}

extension FlatEnum {
  @inlinable @inline(__always)
  public func precedes(_ other: Self) -> Bool { rawValue < other.rawValue }
}

extension FixedArray: FlatKey where Element: FlatKey {
  @inlinable
  public func precedes(_ other: FixedArray) -> Bool {
    lexicographicallyPrecedes(other) { $0.precedes($1) }
  }
}

/// A table with a key field, whose vectors can be sorted and searched by it.
public protocol KeyedTable: FlatTable, ~Escapable where Draft: KeyedDraft {
  /// Compares the table's key with another one: negative if the table comes first, 0 if they are equal.
  func compareKey(to key: Draft.Key) -> Int
}

/// The draft of a table with a key field.
public protocol KeyedDraft: TableDraft {
  associatedtype Key: FlatKey
  /// The value of the key field.
  var sortingKey: Key { get }
}

/// A struct with a key field, whose vectors can be sorted and searched by it.
///
/// As the key of something else it is compared by all its fields, which generated code sees to.
public protocol KeyedValue: FlatValue, FlatKey {
  associatedtype Key: FlatKey
  /// The value of the key field.
  var sortingKey: Key { get }
}

extension KeyedValue {
  @inlinable
  public func precedes(_ other: Self) -> Bool { sortingKey.precedes(other.sortingKey) }
}

extension FlatKey {
  /// Negative if the value comes first, 0 if the two are equal.
  @inlinable
  public func compare(to other: Self) -> Int { precedes(other) ? -1 : other.precedes(self) ? 1 : 0 }
}

extension StringView {
  /// Compares the UTF-8 bytes: negative if these come first, 0 if they are equal.
  public func compare(to text: String) -> Int {
    var text = text
    return text.withUTF8 { other in
      let mine = unsafe UnsafeRawBufferPointer(start: start, count: utf8Count)
      for index in 0..<min(mine.count, other.count) where unsafe mine[index] != other[index] {
        return unsafe Int(mine[index]) - Int(other[index])
      }
      return mine.count - other.count
    }
  }
}
