public import SharedBytes

/// The owner of a record that has its size in four bytes before it, as records in files and streams have.
///
/// Sendable and copyable; copies share the bytes. A store and the wire know the size without it: give them a
/// ``RecordBuffer`` of the record's draft. They can't take these bytes as they are, because alignments count from
/// the size here.
///
///     var rest = stream
///     while !rest.isEmpty {
///       let next = try SizePrefixedRecord<User>(verifying: rest)
///       print(next.record.name.description)
///       rest = rest.slice(next.bytes.count..<rest.count)
///     }
@frozen
public struct SizePrefixedRecord<Record: FlatTable & ~Escapable>: Sendable {
  /// The size, as a little-endian 32-bit integer that does not count itself, and the record.
  public let bytes: SharedBytes

  /// Takes the first record of some bytes, after verifying it.
  ///
  /// - Parameters:
  ///   - bytes: starting with the size; whatever follows the record is left out.
  ///   - requireIdentifier: whether the record must carry the file identifier of its schema, if that names one.
  /// - Throws: ``VerificationError`` with the path to the first fault.
  public init(
    verifying bytes: SharedBytes, requireIdentifier: Bool = false, options: Verifier.Options = .init()
  ) throws(VerificationError) {
    try Verifier.verify(
      bytes.bytes, as: Record.self, isSizePrefixed: true, requireIdentifier: requireIdentifier,
      options: options)
    self.bytes = bytes.slice(0..<(try Verifier.sizePrefixed(bytes.bytes).byteCount))
  }

  /// Takes a copy of the first record of some bytes, an array or Foundation's `Data`, after verifying it.
  ///
  /// - Throws: ``VerificationError`` with the path to the first fault.
  /// - Complexity: O(*n*) in all the bytes, also those that follow the record: go through a stream in a
  ///   ``SharedBytes``, whose slices share them.
  public init(
    verifying bytes: some Collection<UInt8>, requireIdentifier: Bool = false,
    options: Verifier.Options = .init()
  ) throws(VerificationError) {
    try self.init(verifying: SharedBytes(bytes), requireIdentifier: requireIdentifier, options: options)
  }

  /// Builds a record.
  ///
  /// - Throws: ``BuildError`` if the record would grow past 2 GiB.
  public init(_ draft: Record.Draft) throws(BuildError) {
    var builder = Builder()
    let root = try draft.write(to: &builder)
    bytes = try builder.finishSizePrefixed(root, identifier: Record.Draft.fileIdentifier)
  }

  /// The view of the record, valid as long as this value.
  ///
  /// Hold it in a constant first, not `try makeRecord().record`: Swift 6.3 crashes on a view of what has no name yet.
  public var record: Record {
    @_lifetime(borrow self)
    get {
      let table = unsafe TableView(unverifiedSizePrefixedRoot: bytes.bytes)
      return unsafe _overrideLifetime(Record(table), borrowing: self)
    }
  }

  /// A copy of all fields of the record.
  public var draft: Record.Draft { record.draft }
}
