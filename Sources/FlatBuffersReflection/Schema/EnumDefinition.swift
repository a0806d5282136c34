/// An enum or a union.
public struct EnumDefinition: Sendable, Equatable {
  /// A value of an enum or a type of a union.
  public struct Member: Sendable, Equatable {
    public var name: String
    public var location: SourceLocation
    /// The value; of a flag its bit already shifted into place.
    public var value: Int128
    /// The type of a union's member; `nil` for `NONE` and for the members of an enum.
    public var type: ElementType?
    public var attributes: AttributeList
    public var documentation: [String]

    package init(
      name: String,
      location: SourceLocation,
      value: Int128,
      type: ElementType?,
      attributes: AttributeList,
      documentation: [String]
    ) {
      self.name = name
      self.location = location
      self.value = value
      self.type = type
      self.attributes = attributes
      self.documentation = documentation
    }
  }

  public var header: DefinitionHeader
  public var isUnion: Bool
  /// The integer type of the values.
  public var underlyingType: ScalarType
  /// Whether the schema names that type; a union need not.
  public var namesUnderlyingType: Bool
  /// The members, sorted by value.
  public var members: [Member]

  package init(
    header: DefinitionHeader,
    isUnion: Bool,
    underlyingType: ScalarType,
    namesUnderlyingType: Bool,
    members: [Member]
  ) {
    self.header = header
    self.isUnion = isUnion
    self.underlyingType = underlyingType
    self.namesUnderlyingType = namesUnderlyingType
    self.members = members
  }

  /// The name with its namespace.
  public var name: QualifiedName { header.name }

  /// Whether the members are single bits that can be combined.
  public var isBitFlags: Bool { header.attributes.contains("bit_flags") }
}

extension EnumDefinition {
  /// The member of a value.
  package func member(_ value: Int128) -> Member? {
    // Members are sorted by value.
    var low = 0
    var high = members.count
    while low < high {
      let middle = (low + high) / 2
      if members[middle].value < value { low = middle + 1 } else { high = middle }
    }
    return low < members.count && members[low].value == value ? members[low] : nil
  }
}
