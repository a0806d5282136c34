/// A transaction that changes databases.
///
/// Views of values borrow it: code that changes something while a view is in use does not compile.
@safe
public struct WriteTransaction: ~Copyable, ~Escapable {
  let transaction: RawTransaction
  private let health: Health

  private final class Health {
    let environment: Environment
    /// That of the transaction around this one.
    private let outer: Health?
    /// The pages of the commit before; `nil` if they can't be looked at.
    let committed: CommittedPages?
    private var waitsForDisk = false
    /// The first failure that left the transaction unusable.
    var failure: LMDBError?
    /// Where the last values were put, until the same database is changed in another way.
    var cursor: WriteCursor?
    /// The database that the last value was put in.
    var lastDatabase = Database.free

    init(_ environment: Environment, _ committed: CommittedPages?, within outer: Health?) {
      self.environment = environment
      self.committed = committed
      self.outer = outer
    }

    func waitForDisk() {
      waitsForDisk = true
      outer?.waitForDisk()
    }

    /// To be called just before the transaction is committed. Only the outermost one reaches the file.
    func willCommit() {
      if outer == nil { environment.handle.letCommitsWait(waitsForDisk) }
    }

    func letGoOfCursor() {
      cursor?.close()
      cursor = nil
    }
  }

  var environment: Environment { health.environment }
  var committed: CommittedPages? { health.committed }

  @_lifetime(immortal)
  private init(_ transaction: RawTransaction, _ health: Health) {
    self.transaction = transaction
    self.health = health
  }

  /// The same transaction once more, for a type that wraps it.
  ///
  /// Safe to use only as long as, and while, this one is not used itself.
  @unsafe @_lifetime(borrow self)
  package func alias() -> WriteTransaction {
    let other = WriteTransaction(transaction, health)
    return unsafe _overrideLifetime(other, borrowing: self)
  }

  /// Runs `body` in a transaction that just began, then commits or aborts it.
  static func run<R: ~Copyable>(
    _ transaction: RawTransaction, of environment: Environment, _ committed: CommittedPages?,
    _ commit: @autoclosure () -> String,
    _ body: (inout WriteTransaction) throws -> R
  ) throws -> R {
    try run(transaction, Health(environment, committed, within: nil), commit(), body)
  }

  private static func run<R: ~Copyable>(
    _ transaction: RawTransaction, _ health: Health, _ commit: @autoclosure () -> String,
    _ body: (inout WriteTransaction) throws -> R
  ) throws -> R {
    let environment = health.environment
    var writing = WriteTransaction(transaction, health)
    let result: R
    do {
      result = try body(&writing)
    } catch {
      if environment.isOwnProcess { transaction.abort() }
      throw error
    }
    // In a child that `body` forked, lock and pages belong to the parent, which goes on with the transaction.
    try environment.checkProcess()
    // LMDB refuses to commit after a failure anyway; say which one it was, also if `body` kept quiet.
    if let failure = health.failure {
      transaction.abort()
      throw failure
    }
    health.willCommit()
    let status = transaction.commit()
    guard status == 0 else {
      let failure = LMDBError(number: status, commit(), file: environment.path)
      environment.noteFull(failure)
      throw failure
    }
    return result
  }

  /// The databases with all changes made so far; valid until the next change.
  public var snapshot: Snapshot {
    @_lifetime(borrow self)
    get { unsafe _overrideLifetime(Snapshot(transaction, committed), borrowing: self) }
  }

  /// Number of the commit that is going to be made, which readers then see as ``Snapshot/transactionID``.
  ///
  /// A transaction that changes nothing is not a commit: the next one has the same number.
  public var transactionID: UInt64 { transaction.id }

  /// Stores a value under a key, in place of any older one.
  ///
  /// A page on the way that is damaged fails the whole transaction, as what LMDB refuses does: what belongs to the change
  /// may have been made already.
  ///
  /// - Parameter multiple: zeros are added until the value's size is a multiple of this, which is at least 1.
  /// - Throws: ``LMDBError`` naming the limit if the key is empty or longer than
  ///   ``Environment/Limits/keyLength``, or the value larger than ``Environment/Limits/valueSize``.
  @_lifetime(self: copy self)
  public mutating func put(
    _ key: RawSpan, _ value: RawSpan, in database: Database, paddedTo multiple: Int = 1
  ) throws(LMDBError) {
    var place = try reserve(key, size: value.byteCount, in: database, paddedTo: multiple)
    unsafe place.withUnsafeMutableBytes { place in
      unsafe value.withUnsafeBytes { unsafe place.copyMemory(from: $0) }
    }
  }

  /// Makes room for a value under a key, in place of any older one.
  ///
  /// - Parameters:
  ///   - multiple: zeros are added until the value's size is a multiple of this.
  ///   - isLast: whether the key comes after all others: that is cheaper to find, and pages are filled to their ends.
  /// - Returns: the `size` bytes of the value, to be written now; valid until the next change.
  /// - Throws: as ``put(_:_:in:paddedTo:)``; ``LMDBError/Code/keyExists`` if the key is not the last one, nothing has
  ///   changed then.
  @_lifetime(&self) @_lifetime(self: copy self)
  public mutating func reserve(
    _ key: RawSpan, size: Int, in database: Database, paddedTo multiple: Int = 1, isLast: Bool = false
  ) throws(LMDBError) -> MutableRawSpan {
    guard UInt(bitPattern: key.byteCount &- 1) < UInt(bitPattern: Environment.Limits.keyLength),
      size <= Environment.Limits.valueSize
    else { throw refusal(key, size: size) }
    let cursor: WriteCursor?
    do throws(LMDBError) {
      if !isLast { try health.committed?.check(key, in: database) }
      cursor = try self.cursor(in: database, atEnd: isLast)
    } catch {
      throw remember(error)
    }
    let padding = (multiple - size % multiple) % multiple
    do throws(LMDBError) {
      let place =
        if let cursor {
          unsafe try cursor.reserve(key, size: size + padding, isLast: isLast)
        } else {
          unsafe try transaction.reserve(database, key, size: size + padding)
        }
      if padding > 0 { unsafe place[size...].initializeMemory(as: UInt8.self, repeating: 0) }
      let value = unsafe MutableRawSpan(_unsafeBytes: UnsafeMutableRawBufferPointer(rebasing: place[..<size]))
      return unsafe _overrideLifetime(value, mutating: &self)
    } catch {
      throw error.code == .keyExists ? error : remember(error)
    }
  }

  /// Deletes the value of a key.
  ///
  /// - Returns: whether there was one.
  @_lifetime(self: copy self)
  public mutating func delete(_ key: RawSpan, in database: Database) throws(LMDBError) -> Bool {
    letGoOfCursor(in: database)
    do throws(LMDBError) {
      try committed?.check(key, in: database, deleting: true)
      return try transaction.delete(database, key)
    } catch {
      throw remember(error)
    }
  }

  /// Runs `body` in a transaction within this one: if it throws, only its own changes are undone.
  @_lifetime(self: copy self)
  public mutating func nested<R: ~Copyable>(
    _ body: (inout WriteTransaction) throws -> R
  ) throws -> R {
    // LMDB would copy it for the child, and back.
    health.letGoOfCursor()
    let child = try transaction.beginNested()
    return try WriteTransaction.run(
      child, Health(environment, committed, within: health),
      "commit a nested transaction to \(environment.path)", body)
  }

  /// Makes the commit wait until it is on the disk, with all before it, whatever ``Environment/Options/durability`` says.
  package func waitForDisk() { health.waitForDisk() }

  /// To be called before a database is changed in another way than by putting values.
  func letGoOfCursor(in database: Database) {
    if let cursor = health.cursor, cursor.database == database { health.letGoOfCursor() }
    health.lastDatabase = .free
  }

  /// Where the next value is put.
  ///
  /// - Returns: `nil` for the first of some values: a place is kept when the second one comes.
  @inline(__always)
  private func cursor(in database: Database, atEnd isLast: Bool) throws(LMDBError) -> WriteCursor? {
    if let cursor = health.cursor, cursor.database == database, !isLast || cursor.hasCheckedEnd {
      return cursor
    }
    guard isLast || health.lastDatabase == database else {
      health.lastDatabase = database
      return nil
    }
    return try openCursor(in: database, atEnd: isLast)
  }

  @inline(never)
  private func openCursor(in database: Database, atEnd isLast: Bool) throws(LMDBError) -> WriteCursor {
    health.letGoOfCursor()
    if isLast { try committed?.checkEnd(of: database) }
    var cursor = try WriteCursor(transaction, database)
    cursor.hasCheckedEnd = isLast
    health.cursor = cursor
    health.lastDatabase = database
    return cursor
  }

  /// Why a value can't be put, whose key or size is not within the limits.
  @inline(never)
  private func refusal(_ key: RawSpan, size: Int) -> LMDBError {
    let action = "put a value in \(transaction.path)"
    guard key.byteCount > 0 else { return LMDBError(.keyEmpty, "\(action): the key is empty") }
    guard key.byteCount > Environment.Limits.keyLength else {
      return LMDBError(
        .valueTooLarge, "\(action): it has \(size) bytes, the limit is \(Environment.Limits.valueSize)")
    }
    return LMDBError(
      .keyTooLong,
      "\(action): the key has \(key.byteCount) bytes, the limit is \(Environment.Limits.keyLength)")
  }

  /// The first failure that left the transaction unusable: it can't be committed any more.
  package var failure: LMDBError? { health.failure }

  @_lifetime(self: copy self)
  mutating func remember(_ error: LMDBError) -> LMDBError {
    if health.failure == nil { health.failure = error }
    environment.noteFull(error)
    return error
  }
}
