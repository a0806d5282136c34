internal import SharedBytes
internal import Synchronization

/// A union's member that this code's schema does not know, kept so that it can be written again.
///
/// Its size cannot be told without its schema. What is kept of its record is all that it can refer to: everything
/// from its own first byte, or its vtable's, to the record's end. A record that is read and written again and again
/// by code that does not know a member may therefore become larger than it need be.
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

  /// Writes the member as it was.
  ///
  /// - Throws: ``BuildError`` if it came from bytes whose bounds were not known.
  public func write(to builder: inout Builder) throws(BuildError) -> BufferOffset {
    guard let record else { throw BuildError(.unknownMember(tag: "\(tag)")) }
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

/// Copies a record when the first of its unknown members is kept, for all of them.
@frozen
public struct RecordKeeper {
  @usableFromInline var record: KeptRecord?

  @inlinable public init() {}

  /// - Returns: the record and where in it the member lies; no record if its bounds are not known.
  mutating func keep(_ member: borrowing UnionView) -> (KeptRecord?, Int) {
    let owner = member.owner
    guard owner.recordSize != 0 else { return (nil, 0) }
    let start = unsafe owner.pointer - Int(owner.rootOffset & ~TableView.nestedBit)
    let offset = unsafe member.pointer - start
    let size = Int(owner.recordSize)
    if record == nil {
      let bytes = unsafe UnsafeRawBufferPointer(start: start, count: size).bytes
      record = KeptRecord(SharedBytes(copying: bytes))
    }
    // If the member is a table its vtable may come before it; if it is not, nothing is lost by keeping more.
    let vtable = unsafe offset - Int(member.pointer.loadUnaligned(as: Int32.self))
    record?.keep(from: vtable >= 0 ? min(vtable, offset) : offset)
    return (record, offset)
  }
}

/// The bytes of a record with members that are not understood.
@usableFromInline
final class KeptRecord: Sendable {
  let bytes: SharedBytes
  private let firstByte: Atomic<Int>

  init(_ bytes: SharedBytes) {
    self.bytes = bytes
    firstByte = Atomic(bytes.count)
  }

  /// The part that the members kept so far can refer to, beginning at a multiple of ``alignment``.
  var range: Range<Int> { firstByte.load(ordering: .relaxed)..<bytes.count }

  /// The largest alignment a schema can ask for.
  static var alignment: Int { 32 }

  func keep(from offset: Int) {
    let aligned = offset & ~(KeptRecord.alignment - 1)
    firstByte.store(min(firstByte.load(ordering: .relaxed), aligned), ordering: .relaxed)
  }
}
