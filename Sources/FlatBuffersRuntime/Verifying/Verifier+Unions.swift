extension Verifier {
  /// Checks a union: its tag, that there is a member exactly if the tag says so, and the member.
  ///
  /// A member the schema does not know is accepted, so that old code reads data of newer schemas.
  @inlinable
  public mutating func union<T: ReadableUnion & ~Escapable>(
    _ type: T.Type, _ name: StaticString, _ table: Table, tag: Int, value: Int, required: Bool = false
  ) throws(VerificationError) {
    try self.value(T.RawTag.self, name, table, tag)
    let tag = field(table, tag).map { load($0, as: T.RawTag.self) } ?? 0
    guard let position = try present(name, table, value, required: required) else {
      if tag != 0 { throw VerificationError(.union, at: name.description) }
      return
    }
    if tag == 0 { throw VerificationError(.union, at: name.description) }
    do { try T.verify(tag, at: try follow(position), with: &self) } catch { throw error.inside(name) }
  }

  /// Checks a vector of unions: that there are as many tags as members, and each member.
  @inlinable
  public mutating func unions<T: ReadableUnion & ~Escapable>(
    of type: T.Type, _ name: StaticString, _ table: Table, tags: Int, values: Int, required: Bool = false
  ) throws(VerificationError) {
    let tagField = try present(name, table, tags, required: required)
    guard let position = try present(name, table, values, required: required), let tagField else {
      if field(table, tags) != nil || field(table, values) != nil {
        throw VerificationError(.union, at: name.description)
      }
      return
    }
    var index = -1
    do throws(VerificationError) {
      let tags = try elements(try follow(tagField), size: T.RawTag.byteCount, alignment: T.RawTag.alignment)
      let members = try elements(try follow(position), size: 4, alignment: 4)
      if tags.count != members.count { throw VerificationError(.union) }
      try spend(tags.count)
      index = 0
      while index < members.count {
        let tag = load(tags.start &+ index &* T.RawTag.byteCount, as: T.RawTag.self)
        let member = members.start &+ index &* 4
        if tag != 0 {
          try T.verify(tag, at: try follow(member), with: &self)
        } else if load(member, as: UInt32.self) != 0 {
          throw VerificationError(.union)
        }
        index &+= 1
      }
    } catch {
      throw error.inside(name, element: index)
    }
  }

  /// Checks a union's member that is a table.
  @inlinable
  public mutating func member<T: ReadableTable & ~Escapable>(
    _ type: T.Type, at position: Int
  ) throws(VerificationError) {
    try descend()
    try T.verify(try table(at: position), with: &self)
    depthLeft &+= 1
  }

  /// Checks a union's member that is a struct.
  @inlinable
  public mutating func member<T: FlatValue>(structure type: T.Type, at position: Int)
    throws(VerificationError)
  {
    try check(position, size: T.byteCount, alignment: T.alignment)
  }

  /// Checks a union's member that is a string.
  @inlinable
  public mutating func member(stringAt position: Int) throws(VerificationError) {
    try string(at: position)
  }
}
