import LMDB

extension Store {
  /// Copies the newest state to a new file, while others go on reading and writing.
  ///
  /// The copy is a store of its own with the same records, catalog and commit number.
  ///
  /// - Parameters:
  ///   - target: the path of the copy; nothing may be there.
  ///   - compacting: whether pages that are not in use are left out, which takes longer.
  /// - Throws: ``StoreError`` naming the target: if it exists, its folder does not, or the disk is full.
  public func copy(to target: String, compacting: Bool = false) throws {
    try checkOpen()
    do {
      try environment.copy(to: target, compacting: compacting)
      guard compacting else { return }
      // Looked at after copying: what others wrote before is seen then, too.
      let isTrusted = try environment.read { snapshot throws in
        try FileContents(snapshot, transaction: snapshot.transactionID, path).isTrusted
      }
      try Store.renewMark(of: target, isTrusted: isTrusted)
    } catch let error as LMDBError {
      throw StoreError(error)
    }
  }

  /// LMDB counts transactions anew in a compacted copy, which would look as if another program had written it.
  private static func renewMark(of path: String, isTrusted: Bool) throws {
    let copy = try Environment(path: path)
    defer { copy.close() }
    try copy.write { transaction in
      guard var mark = try transaction.snapshot.commitMark() else { return }
      mark.transaction = transaction.transactionID
      if !isTrusted { mark.isForeign = true }
      try transaction.put(mark)
    }
  }
}
