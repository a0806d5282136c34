extension Verifier {
  /// Checks a union: its tag, and its member.
  ///
  /// A member the schema does not know is accepted, so that old code reads data of newer schemas. A tag without a member and
  /// a member without a tag are accepted, as C++ does, and read as no member at all; but not where the schema requires
  /// one, and not the tag of a struct.
  public mutating func union<T: ReadableUnion & ~Escapable>(
    _ type: T.Type, _ name: StaticString, _ table: Table, tag: Int, value: Int, required: Bool = false
  ) throws(VerificationError) {
    try self.value(T.RawTag.self, name, table, tag)
    let tag = field(table, tag).map { load($0, as: T.RawTag.self) } ?? 0
    let position = try present(name, table, value, required: required)
    if tag == 0 {
      guard let position else { return }
      if required { throw VerificationError(.union, at: name.description) }
      do { _ = try follow(position) } catch { throw error.inside(name) }
      return
    }
    do throws(VerificationError) {
      var member = Self.noMember
      if let position { member = try follow(position) }
      try T.verify(tag, at: member, with: &self)
    } catch {
      throw error.inside(name)
    }
  }

  /// Checks a vector of unions: that there are as many tags as members, and each member.
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

  /// The position of a member that is not there.
  @usableFromInline static var noMember: Int { -1 }

  /// Checks a union's member that is a table.
  @inlinable
  public mutating func member<T: ReadableTable & ~Escapable>(
    _ type: T.Type, at position: Int
  ) throws(VerificationError) {
    if position == Self.noMember { return }
    try descend()
    try T.verify(try table(at: position), with: &self)
    depthLeft &+= 1
  }

  /// Checks a union's member that is a struct.
  @inlinable
  public mutating func member<T: FlatValue>(structure type: T.Type, at position: Int)
    throws(VerificationError)
  {
    // C++ looks for it at an address that is none, and refuses it.
    if position == Self.noMember { throw VerificationError(.union) }
    try check(position, size: T.byteCount, alignment: T.alignment)
  }

  /// Checks a union's member that is a string.
  @inlinable
  public mutating func member(stringAt position: Int) throws(VerificationError) {
    if position != Self.noMember { try string(at: position) }
  }
}
