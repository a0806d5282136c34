internal import SharedBytes

/// A union's member that this code's schema does not know, kept so that it can be written again.
///
/// Its size cannot be told without its schema. What is kept of its record is all that it can refer to: everything
/// from its own first byte, or from the first vtable that something after it can have, to the record's end. A record
/// that is read and written again and again by code that does not know a member may therefore become larger than it
/// need be, and a member that is written into another record takes along what lay behind it in its own: don't
/// forward one element of a record whose others its reader must not see.
///
/// Two members are equal if they come from the same place of equal records.
public struct UnknownMember<Tag: FixedWidthInteger & Sendable>: Sendable, Hashable {
  /// The number the newer schema has for the member.
  public let tag: Tag
  private let record: KeptRecord?
  /// Where the member lies in its record.
  private let offset: Int

  /// A copy of a member in place.
  public init(tag: Tag, _ member: borrowing UnionView, _ keeper: inout RecordKeeper) {
    self.tag = tag
    (record, offset) = keeper.keep(member)
  }

  /// No member: what a blank draft has where a union is required.
  public init() {
    tag = 0
    record = nil
    offset = 0
  }

  /// Writes the member as it was.
  ///
  /// - Throws: ``BuildError`` if it came from bytes whose bounds were not known.
  public func write(to builder: inout Builder) throws(BuildError) -> BufferOffset {
    guard let record else { throw BuildError.unknownMember(tag: "\(tag)") }
    return builder.embed(record, at: offset)
  }

  /// Throws: such a member has no form but its bytes.
  public func encode(to encoder: any Encoder) throws {
    let context = EncodingError.Context(
      codingPath: encoder.codingPath, debugDescription: "the union's member \(tag) is one of a newer schema")
    throw EncodingError.invalidValue(self, context)
  }

  /// The error of decoding a member that the schema does not know.
  public static func notDecodable(tag: Tag, from decoder: any Decoder) -> DecodingError {
    let context = DecodingError.Context(
      codingPath: decoder.codingPath, debugDescription: "the union has no member \(tag)")
    return DecodingError.dataCorrupted(context)
  }

  public static func == (left: UnknownMember, right: UnknownMember) -> Bool {
    left.tag == right.tag && left.offset == right.offset
      && (left.record === right.record || left.record?.bytes == right.record?.bytes)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(tag)
    hasher.combine(offset)
  }
}
