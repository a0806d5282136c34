extension StoreError {
  /// A replica's table that its source does not have.
  package init(noTable table: String, at source: String) {
    self.init(.unknownTable, "\(source) serves no table \(table)", table: table)
  }

  /// Whether the same may go well later with this program and this file as they are: when others have made room, or ended.
  package var mayPass: Bool {
    if code == .busy || code == .snapshotTooOld { return true }
    switch database?.code {
    case .mapFull, .mapResized, .noSpace, .noMemory, .readersFull, .transactionFull, .system: return true
    default: return false
    }
  }
}
