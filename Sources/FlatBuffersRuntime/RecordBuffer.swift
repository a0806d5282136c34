public import SharedBytes

/// The owner of one record's bytes: pinned in a store, received from the wire, or just built.
///
/// Sendable and copyable; copies share the bytes.
///
///     let user = try RecordBuffer<User>(.init(id: 7, name: "Ann"))
///     print(user.record.name.description)
@frozen
public struct RecordBuffer<Record: FlatTable & ~Escapable>: Sendable {
  /// The record as it is stored and sent.
  public let bytes: SharedBytes

  /// Takes bytes after verifying them.
  ///
  /// - Throws: ``VerificationError`` with the path to the first fault.
  @inlinable
  public init(verifying bytes: SharedBytes) throws(VerificationError) {
    try Verifier.verify(bytes.bytes, as: Record.self)
    self.bytes = bytes
  }

  /// Builds a record.
  ///
  /// - Throws: ``BuildError`` if the record would grow past 2 GiB.
  @inlinable
  public init(_ draft: Record.Draft) throws(BuildError) {
    var builder = Builder()
    let root = try draft.write(to: &builder)
    bytes = try builder.finish(root, identifier: Record.Draft.fileIdentifier)
  }

  /// Takes bytes that are known to be a verified record of this type; reading any others may crash.
  @inlinable @unsafe
  public init(unverified bytes: SharedBytes) {
    self.bytes = bytes
  }

  /// The view of the record, valid as long as this buffer.
  @inlinable
  public var record: Record {
    @_lifetime(borrow self)
    get {
      let table = unsafe TableView(unverifiedRoot: bytes.bytes)
      return unsafe _overrideLifetime(Record(table), borrowing: self)
    }
  }
}
