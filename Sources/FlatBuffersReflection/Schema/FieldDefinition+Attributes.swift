extension FieldDefinition {
  /// Whether the vector's count has 64 bits.
  public var isVector64: Bool { attributes.contains("vector64") }

  /// Whether the field is a 64-bit offset.
  public var isOffset64: Bool { isVector64 || attributes.contains("offset64") }

  /// Whether data without the field is refused. What is deprecated is no longer written, so nobody can demand it.
  package var mustBePresent: Bool { isRequired && !isDeprecated }

  /// Whether the vector's bytes are a FlexBuffer.
  public var isFlexBuffer: Bool { attributes.contains("flexbuffer") }
}
