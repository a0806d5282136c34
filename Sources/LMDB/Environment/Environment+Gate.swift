extension Environment {
  /// How long open transactions are waited for when something can't be done while there are any.
  static var patience: Duration { .seconds(1) }

  /// Counts the caller in: until ``leave(_:)`` the environment is neither remapped nor closed.
  ///
  /// - Throws: if the environment was closed, was opened by the parent process, or is being remapped all the
  ///   time.
  func enter(_ user: TransactionGate.User, _ action: @autoclosure () -> String) throws(LMDBError) {
    try checkProcess()
    var deadline: ContinuousClock.Instant?
    while true {
      switch gate.enter(user) {
      case .entered: return
      case .closed: throw closed(action())
      case .paused:
        let now = ContinuousClock.now
        let end = deadline ?? now + Environment.patience * 5
        deadline = end
        guard now < end else {
          throw LMDBError(.mapResized, "\(action()) \(path): the memory map is being changed all the time")
        }
        waitBriefly()
      }
    }
  }

  func leave(_ user: TransactionGate.User) {
    // In a forked child another thread of the parent may have held the gate's lock.
    guard isOwnProcess else { return }
    if gate.leave(user) { closeHandle() }
  }

  func closed(_ action: String) -> LMDBError {
    LMDBError(.closed, "\(action) \(path): it was closed")
  }

  /// Runs a call that concerns the environment as a whole.
  func whileOpen<R>(
    _ action: @autoclosure () -> String, _ body: () throws(LMDBError) -> R
  ) throws(LMDBError) -> R {
    try enter(.other, action())
    defer { leave(.other) }
    return try body()
  }

  enum Quiet {
    case done
    /// Some stayed inside.
    case busy(readers: Int, others: Int)
    /// Another thread is waiting for the same.
    case another
  }

  /// Runs `body` while this process has no transaction open.
  ///
  /// New transactions wait meanwhile.
  ///
  /// - Parameters:
  ///   - withOthers: whether there may be transactions that write.
  ///   - patience: how long open transactions are waited for.
  ///   - body: gives false if the environment can't be used any more; it is closed then.
  func whileQuiet(
    _ action: @autoclosure () -> String, withOthers: Bool, patience: Duration = Environment.patience,
    _ body: () -> Bool
  ) throws(LMDBError) -> Quiet {
    let deadline: ContinuousClock.Instant
    switch gate.pause(patience: patience) {
    case .begun(let until): deadline = until
    case .another:
      waitBriefly()
      return .another
    case .closed: throw closed(action())
    }
    while true {
      emptyPool()
      switch gate.resume(withOthers: withOthers, body) {
      case .resumed: return .done
      case .failed:
        closeHandle()
        return .done
      case .closed: throw closed(action())
      case .waiting: break
      }
      guard ContinuousClock.now < deadline else { break }
      waitBriefly()
    }
    let open = gate.giveUp(impatientFor: Environment.patience)
    return .busy(readers: open.readers, others: open.others)
  }

  /// Runs `body` while this process has no snapshot open.
  func whileNobodyReads<R>(_ action: String, _ body: () -> R) throws(LMDBError) -> R {
    // Another thread may be waiting for quiet, too; each waits for a second at most.
    let deadline = ContinuousClock.now + Environment.patience * 5
    while true {
      var result: R?
      let quiet = try whileQuiet(action, withOthers: true) {
        result = body()
        return true
      }
      if let result { return result }
      var readers = 0
      if case .busy(let open, _) = quiet { readers = open }
      guard readers == 0, ContinuousClock.now < deadline else {
        throw LMDBError(
          .snapshotsOpen,
          "\(action) \(path): \(readers) \(readers == 1 ? "snapshot is" : "snapshots are") open in this process"
        )
      }
    }
  }

  /// Ends a reader and its slot.
  func end(_ reader: Reader) {
    reader.end()
    leave(.reader)
  }

  /// Ends the readers that nobody uses.
  func emptyPool() {
    readers.removeAll { end($0) }
  }

  /// Only the one who was told so by the gate calls this, once.
  func closeHandle() {
    let handle = handle
    EnvironmentRegistry.close(identity) { handle.close() }
  }
}
