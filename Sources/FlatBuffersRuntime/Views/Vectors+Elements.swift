// What `Collection` would give the vectors if views could conform to it.
extension FlatVector {
  /// The first element; `nil` if there is none.
  @inlinable public var first: Element? { isEmpty ? nil : self[0] }

  /// The last element; `nil` if there is none.
  @inlinable public var last: Element? { isEmpty ? nil : self[count - 1] }

  /// What `transform` makes of each element, in order.
  @inlinable
  public func map<T, E: Error>(_ transform: (Element) throws(E) -> T) throws(E) -> [T] {
    var result: [T] = []
    result.reserveCapacity(count)
    for index in 0..<count { result.append(try transform(self[index])) }
    return result
  }

  /// Where the first element is that `predicate` is true for; `nil` if there is none.
  @inlinable
  public func firstIndex<E: Error>(where predicate: (Element) throws(E) -> Bool) throws(E) -> Int? {
    for index in 0..<count where try predicate(self[index]) { return index }
    return nil
  }

  /// Whether there is such an element.
  ///
  /// - Complexity: O(n).
  @inlinable
  public func contains(_ element: Element) -> Bool { firstIndex { $0 == element } != nil }
}

extension StringVector {
  /// The first string; `nil` if there is none.
  @inlinable
  public var first: StringView? {
    @_lifetime(copy self) get { if isEmpty { nil } else { self[0] } }
  }

  /// The last string; `nil` if there is none.
  @inlinable
  public var last: StringView? {
    @_lifetime(copy self) get { if isEmpty { nil } else { self[count - 1] } }
  }

  /// What `transform` makes of each string, in order.
  @inlinable
  public func map<T, E: Error>(_ transform: (StringView) throws(E) -> T) throws(E) -> [T] {
    var result: [T] = []
    result.reserveCapacity(count)
    for index in 0..<count { result.append(try transform(self[index])) }
    return result
  }

  /// Where the first string is that `predicate` is true for; `nil` if there is none.
  @inlinable
  public func firstIndex<E: Error>(where predicate: (StringView) throws(E) -> Bool) throws(E) -> Int? {
    for index in 0..<count where try predicate(self[index]) { return index }
    return nil
  }

  /// Whether there is a string with the same UTF-8 bytes.
  ///
  /// - Complexity: O(n).
  @inlinable
  public func contains(_ text: some StringProtocol) -> Bool { firstIndex { $0 == text } != nil }
}

extension TableVector where Element: ~Escapable {
  /// The first table; `nil` if there is none.
  @inlinable
  public var first: Element? {
    @_lifetime(copy self) get { if isEmpty { nil } else { self[0] } }
  }

  /// The last table; `nil` if there is none.
  @inlinable
  public var last: Element? {
    @_lifetime(copy self) get { if isEmpty { nil } else { self[count - 1] } }
  }

  /// What `transform` makes of each table, in order.
  @inlinable
  public func map<T, E: Error>(_ transform: (Element) throws(E) -> T) throws(E) -> [T] {
    var result: [T] = []
    result.reserveCapacity(count)
    for index in 0..<count { result.append(try transform(self[index])) }
    return result
  }

  /// Where the first table is that `predicate` is true for; `nil` if there is none.
  ///
  /// A table is found faster by its key: ``first(withKey:)``.
  @inlinable
  public func firstIndex<E: Error>(where predicate: (Element) throws(E) -> Bool) throws(E) -> Int? {
    for index in 0..<count where try predicate(self[index]) { return index }
    return nil
  }
}

extension UnionVector where Element: ~Escapable {
  /// What `transform` makes of each element, in order; of `nil` for those without a member.
  @inlinable
  public func map<T, E: Error>(_ transform: (borrowing Element?) throws(E) -> T) throws(E) -> [T] {
    var result: [T] = []
    result.reserveCapacity(count)
    for index in 0..<count { result.append(try transform(self[index])) }
    return result
  }
}
