/// What a batch borrows from: nearly always one source.
final class BorrowedSources {
  private var first: (any BorrowedSource)?
  // Replaced, never changed in place: see `MessageConnection.machine`.
  private var others: [any BorrowedSource] = []

  var isEmpty: Bool { first == nil }

  /// Tells a source that its bytes are borrowed, unless it knows.
  @inline(__always)
  func borrow(from source: any BorrowedSource) {
    if first !== source { add(source) }
  }

  private func add(_ source: any BorrowedSource) {
    if first == nil {
      first = source
    } else {
      if others.contains(where: { $0 === source }) { return }
      others = others + [source]
    }
    source.bytesBorrowed()
  }

  /// Gives everything back.
  func release() {
    guard let first else { return }
    let others = others
    // Forgotten first: a source may lend again when it is told.
    self.first = nil
    self.others = []
    first.borrowedBytesReleased()
    for source in others { source.borrowedBytesReleased() }
  }
}
