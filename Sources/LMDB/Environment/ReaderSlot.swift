/// What one slot of the lock file says: which process may be reading, and which state.
public struct ReaderSlot: Sendable, Equatable {
  /// The process that took the slot, as its own process id namespace counts.
  public let processID: Int32
  /// The commit that is read; `nil` while the process keeps the slot for its next read, which holds no pages.
  public let transactionID: UInt64?

  package init(processID: Int32, transactionID: UInt64?) {
    self.processID = processID
    self.transactionID = transactionID
  }

  /// - Parameter line: of LMDB's list of readers: process id, thread, and transaction or `-`.
  /// - Returns: `nil` for its heading, and for the line that says there is no reader.
  init?(line: some StringProtocol) {
    let words = line.split { $0 == " " || $0 == "\n" }
    guard words.count == 3, let process = Int32(words[0]) else { return nil }
    let transaction = UInt64(words[2])
    guard transaction != nil || words[2] == "-" else { return nil }
    self.init(processID: process, transactionID: transaction)
  }
}
