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
  /// - Parameter requireIdentifier: whether the bytes must carry the file identifier of the record's schema, if
  ///   that names one.
  /// - Throws: ``VerificationError`` with the path to the first fault.
  @inlinable
  public init(
    verifying bytes: SharedBytes, requireIdentifier: Bool = false, options: Verifier.Options = .init()
  ) throws(VerificationError) {
    try Verifier.verify(
      bytes.bytes, as: Record.self, requireIdentifier: requireIdentifier, options: options)
    self.bytes = bytes
  }

  /// Takes a copy of bytes, an array or Foundation's `Data`, after verifying it.
  ///
  /// Give a ``SharedBytes`` what is not to be copied; for a file there is ``init(mappingFileAt:requireIdentifier:options:)``.
  ///
  /// - Throws: ``VerificationError`` with the path to the first fault.
  public init(
    verifying bytes: some Collection<UInt8>, requireIdentifier: Bool = false,
    options: Verifier.Options = .init()
  ) throws(VerificationError) {
    try self.init(verifying: SharedBytes(bytes), requireIdentifier: requireIdentifier, options: options)
  }

  /// Builds a record.
  ///
  /// One whose tables nest deeper than ``Verifier/Options/maxDepth`` is refused by whoever verifies it with the
  /// usual options.
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
  ///
  /// Hold the buffer in a constant first, not `try makeRecord().record`: Swift 6.3 crashes on a view of what has no
  /// name yet. ``read(_:)`` needs none.
  @inlinable
  public var record: Record {
    @_lifetime(borrow self)
    get {
      let table = unsafe TableView(unverifiedRoot: bytes.bytes)
      return unsafe _overrideLifetime(Record(table), borrowing: self)
    }
  }

  /// Reads the record, also of a buffer without a name.
  ///
  ///     let name = try await session.call(.usersGet, .init(id: 7)).read { $0.name.description }
  ///
  /// - Parameter body: gets the view, valid during the call.
  /// - Throws: what `body` throws.
  @inlinable
  public func read<R: ~Copyable, E: Error>(_ body: (Record) throws(E) -> R) throws(E) -> R {
    try body(record)
  }

  /// A copy of all fields of the record.
  public var draft: Record.Draft { record.draft }
}
