/// A read transaction that its owner ends: by letting it go.
///
/// Keeps its environment. As long as it is open, no page of its snapshot is used again, so the file may grow with
/// every commit.
@safe
public struct ReadTransaction: ~Copyable {
  private let environment: Environment
  /// `nil` after a reset.
  private var reader: Reader?

  init(_ environment: Environment, _ reader: Reader) {
    self.environment = environment
    self.reader = reader
  }

  deinit {
    if let reader { environment.release(reader) }
  }

  /// What it reads; valid as long as the transaction is neither reset nor ended.
  public var snapshot: Snapshot {
    @_lifetime(borrow self)
    get { unsafe _overrideLifetime(Snapshot(reader), borrowing: self) }
  }

  /// What it reads, for an owner that can't borrow the transaction for as long as it reads.
  ///
  /// Not to be used after the transaction was reset or ended, which the compiler can't check.
  @unsafe
  package var unboundSnapshot: Snapshot {
    @_lifetime(immortal)
    get { Snapshot(reader) }
  }

  /// Number of the commit that it reads; 0 after a reset. See ``Snapshot/transactionID``.
  public var transactionID: UInt64 { reader?.id ?? 0 }

  /// Lets go of the snapshot: cheaper than ending and beginning anew.
  ///
  /// A transaction that was reset holds nothing: its reader goes back to the environment's pool, and neither a
  /// page nor the open file is kept. Reads fail with ``LMDBError/Code/badTransaction`` until ``renew()``.
  public mutating func reset() {
    guard let reader = reader.take() else { return }
    environment.release(reader)
  }

  /// Takes the newest snapshot, if the transaction was reset.
  ///
  /// - Throws: as ``Environment/read(_:)``.
  public mutating func renew() throws(LMDBError) {
    guard reader == nil else { return }
    reader = try environment.acquire()
  }
}
