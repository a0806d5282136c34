extension Environment {
  /// The reader slots of all processes that have the file open, taken while others begin and end.
  ///
  /// A process that died may still be among them: see ``freeStaleReaders()``.
  public func readerSlots() throws(LMDBError) -> [ReaderSlot] {
    let lines = try whileOpen("list the readers of") { () throws(LMDBError) in try handle.readerLines(path) }
    return lines.compactMap { ReaderSlot(line: $0) }
  }

  /// Number of the newest commit of any process. See ``Snapshot/transactionID``.
  public func lastTransactionID() throws(LMDBError) -> UInt64 {
    try whileOpen("look at") { () throws(LMDBError) in handle.lastTransactionID }
  }
}
