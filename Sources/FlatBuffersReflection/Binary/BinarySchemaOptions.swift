/// What a binary schema holds beyond what readers need.
public struct BinarySchemaOptions: Sendable {
  /// Whether it holds the documentation.
  public var documentation: Bool
  /// Whether it holds the attributes of the language, `required` say, besides those the schema declares.
  public var builtInAttributes: Bool

  public init(documentation: Bool = false, builtInAttributes: Bool = false) {
    self.documentation = documentation
    self.builtInAttributes = builtInAttributes
  }
}
