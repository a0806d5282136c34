/// Where the members of a vector of unions lie and what tells them apart, as ``VectorElements`` of other vectors.
@frozen @usableFromInline @safe
struct UnionElements<Tag: FlatValue & FixedWidthInteger & BitwiseCopyable> {
  @usableFromInline let tags: VectorElements
  @usableFromInline let members: VectorElements

  /// - Parameters:
  ///   - tags: the count of the tags.
  ///   - members: the count of the members.
  @inlinable @inline(__always) @unsafe
  init(_unsafe tags: UnsafeRawPointer, _ members: UnsafeRawPointer) {
    self.tags = unsafe VectorElements(_unsafe: tags)
    self.members = unsafe VectorElements(_unsafe: members)
  }

  /// Those of an empty vector.
  @inlinable
  init() {
    tags = VectorElements()
    members = VectorElements()
  }

  @inlinable
  var count: Int { min(tags.count, members.count) }

  /// The tag at `index`, which must be in the vector; 0 if there is no member.
  @inlinable @inline(__always)
  func tag(_ index: Int) -> Tag {
    unsafe tags.place(index, stride: Tag.byteCount).loadUnaligned(as: Tag.self)
  }

  /// Where the member at `index` lies, which must be in the vector; `nil` if there is none.
  @inlinable @inline(__always)
  func target(_ index: Int) -> UnsafeRawPointer? {
    let field = unsafe members.place(index, stride: 4)
    let offset = unsafe Int(field.loadUnaligned(as: UInt32.self))
    return unsafe tag(index) == 0 || offset == 0 ? nil : field + offset
  }
}
