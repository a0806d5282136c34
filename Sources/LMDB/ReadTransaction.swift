/// A read transaction that its owner ends: by letting it go.
///
/// Keeps its environment open. As long as it is open, no page of its snapshot is used again, so the
/// file may grow with every commit.
@safe
public struct ReadTransaction: ~Copyable {
  private let environment: Environment
  private let transaction: RawTransaction
  private var isActive = true

  init(_ environment: Environment, _ transaction: RawTransaction) {
    self.environment = environment
    self.transaction = transaction
  }

  deinit {
    if isActive { environment.release(transaction) } else { environment.recycle(transaction) }
  }

  /// What it reads; valid as long as the transaction is neither reset nor ended.
  public var snapshot: Snapshot {
    @_lifetime(borrow self)
    get { unsafe _overrideLifetime(Snapshot(transaction), borrowing: self) }
  }

  /// What it reads, for an owner that can't borrow the transaction for as long as it reads.
  ///
  /// Not to be used after the transaction was reset or ended, which the compiler can't check.
  @unsafe
  public var unboundSnapshot: Snapshot {
    @_lifetime(immortal)
    get { Snapshot(transaction) }
  }

  /// Lets go of the snapshot but keeps the reader slot: cheaper than ending and beginning anew.
  ///
  /// Reads fail with ``LMDBError/Code/badTransaction`` until ``renew()``.
  public mutating func reset() {
    guard isActive else { return }
    transaction.reset()
    isActive = false
  }

  /// Takes the newest snapshot, if the transaction was reset.
  public mutating func renew() throws(LMDBError) {
    guard !isActive else { return }
    try environment.checkProcess()
    let status = transaction.renew()
    guard status == 0 else { throw transaction.failure(status, "renew a read transaction") }
    isActive = true
  }
}
