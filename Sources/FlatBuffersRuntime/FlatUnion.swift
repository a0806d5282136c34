/// A union in place: what schemac generates for `union` in a schema.
public protocol FlatUnion: ReadableUnion, ~Escapable {
  /// The plain form of a member.
  associatedtype Draft: UnionDraft where Draft.RawTag == RawTag

  /// A copy of the member that may outlive the bytes.
  ///
  /// - Parameter keeper: keeps members of unions that the schema does not know.
  func draft(_ keeper: inout RecordKeeper) -> Draft
}

extension FlatUnion where Self: ~Escapable {
  /// A copy of the member that may outlive the bytes.
  public var draft: Draft {
    var keeper = RecordKeeper(DraftCopier())
    return draft(&keeper)
  }
}

/// The plain, owned form of a union's member.
public protocol UnionDraft: Sendable, Hashable {
  associatedtype RawTag: FlatValue & FixedWidthInteger & BitwiseCopyable

  /// A copy of a member in place that may outlive the bytes.
  init(tag: RawTag, _ member: borrowing UnionView, _ keeper: inout RecordKeeper)

  /// The number that tells the member from others.
  var tag: RawTag { get }

  /// The names of the members in the schema, by tag.
  static var names: [(value: RawTag, name: String)] { get }

  /// Decodes the member that `tag` tells.
  ///
  /// - Throws: a `DecodingError` if the schema has no such member.
  init(tag: RawTag, from decoder: any Decoder) throws

  /// Encodes the member without its tag.
  ///
  /// - Throws: an `EncodingError` if it is one of a newer schema, which has no form but its bytes.
  func encodeMember(to encoder: any Encoder) throws

  /// Writes the member and everything it refers to.
  func write(to builder: inout Builder) throws(BuildError) -> BufferOffset
}

// Of code that was generated without coding.
extension UnionDraft {
  /// Throws: the member has no form but its bytes.
  public init(tag: RawTag, from decoder: any Decoder) throws {
    throw DecodingError.dataCorrupted(
      .init(codingPath: decoder.codingPath, debugDescription: "\(Self.self) was generated without coding"))
  }

  /// Throws: the member has no form but its bytes.
  public func encodeMember(to encoder: any Encoder) throws {
    throw EncodingError.invalidValue(
      self,
      .init(codingPath: encoder.codingPath, debugDescription: "\(Self.self) was generated without coding"))
  }
}
