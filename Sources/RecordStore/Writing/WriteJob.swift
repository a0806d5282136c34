import LMDB

/// One caller's work for the writer, and how the caller is told.
///
/// Unchecked `Sendable` because it is handed over: the caller makes it and then waits, the writer alone
/// touches it until `finish` was called.
final class WriteJob: @unchecked Sendable {
  /// Whether it wants a transaction of its own, in which it runs once.
  let isAlone: Bool
  /// What it may write.
  let scope: WriteScope
  private var body: ((inout WriteTransaction) throws -> Void)?
  private let finish: ((any Error)?) -> Void
  /// Asked once, before it runs: whether its caller still waits for it. If not, it is not run, and nobody is told.
  let isWanted: () -> Bool
  /// How the last run ended; to be set before each.
  var outcome = Outcome.stored

  enum Outcome {
    case stored
    /// The body failed, whatever the others did.
    case failed(any Error)
    /// There was no room, which may be because of those it shared a transaction with.
    case crowdedOut(any Error, LMDBError)

    var error: (any Error)? {
      switch self {
      case .stored: nil
      case .failed(let error), .crowdedOut(let error, _): error
      }
    }

    /// - Parameter reason: the failure of LMDB behind it, if there is one.
    init(_ error: any Error, reason: LMDBError?) {
      guard let reason, Writer.isLackOfRoom(reason) else {
        self = .failed(error)
        return
      }
      self = .crowdedOut(error, reason)
    }
  }

  /// - Parameters:
  ///   - isAlone: whether it wants a transaction of its own.
  ///   - scope: what it may write.
  ///   - isWanted: asked once, before it runs: whether somebody still waits for it.
  ///   - body: the work; called again when a transaction that it shared with others failed.
  ///   - finish: called once, with the error if nothing was stored. The body is gone by then.
  init(
    isAlone: Bool, in scope: WriteScope = .records, isWanted: @escaping () -> Bool = { true },
    _ body: @escaping (inout WriteTransaction) throws -> Void,
    finish: @escaping ((any Error)?) -> Void
  ) {
    self.isAlone = isAlone
    self.scope = scope
    self.isWanted = isWanted
    self.body = body
    self.finish = finish
  }

  /// Does the work in a transaction of LMDB.
  ///
  /// - Parameter recorder: notes the rows that change, if somebody wants to know.
  /// - Returns: whether it changed anything.
  /// - Throws: what the body throws; ``outcome`` says so, too.
  func run(
    in base: inout LMDB.WriteTransaction, _ beginning: StoreState.Beginning, _ recorder: ChangeRecorder?
  ) throws -> Bool {
    do {
      // `base` is not used until the body is done.
      var transaction = unsafe WriteTransaction(
        base.alias(), scope.tables(of: beginning), commitNumber: beginning.mark.number, recorder: recorder)
      try body?(&transaction)
      try transaction.checkUnique()
      try transaction.writeNoted()
      // A failure that the body kept to itself.
      if let failure = base.failure { throw failure }
      return transaction.pending.didChange
    } catch {
      outcome = Outcome(error, reason: base.failure)
      throw error
    }
  }

  /// Notes why its transaction could not be begun, or not be made part of the shared one.
  func noteTransactionFailure(_ error: any Error) {
    guard case .stored = outcome else { return }
    outcome = Outcome(error, reason: error as? LMDBError)
  }

  func end(_ error: (any Error)?) {
    body = nil
    if let error = error as? LMDBError { finish(StoreError(error)) } else { finish(error) }
  }
}

/// Where a write's result waits for its caller.
///
/// Unchecked `Sendable` because the writer fills it before it tells the caller, who empties it after; a caller that gave
/// up does not look any more.
final class ResultBox<Value: ~Copyable>: @unchecked Sendable {
  var value: Value?

  func take() throws(StoreError) -> Value {
    guard let value = value.take() else { throw StoreError(.closed, "the write ended without a result") }
    return value
  }
}
