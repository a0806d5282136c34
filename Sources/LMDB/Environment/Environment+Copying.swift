import CLMDB

extension Environment {
  /// Copies the newest snapshot to a new file, while others may go on reading and writing.
  ///
  /// The copy is on the disk when this returns, together with its name. It is always one file, also if this
  /// database is a folder. A read transaction is open until the copy is made: pages overwritten meanwhile can't
  /// be used again.
  ///
  /// - Parameters:
  ///   - target: the path of the copy; nothing may be there.
  ///   - compacting: whether pages that are not in use are left out, which takes longer.
  /// - Throws: ``LMDBError`` naming the target: ``LMDBError/Code/exists``, ``LMDBError/Code/missing`` if its folder
  ///   does not exist, ``LMDBError/Code/noSpace``, ``LMDBError/Code/noPermission``;
  ///   ``LMDBError/Code/pageDamaged`` if it is compacted, which follows all pages. Nothing is left at the target then.
  public func copy(to target: String, compacting: Bool = false) throws(LMDBError) {
    // LMDB holds off writers for a moment, and would wait for the one on this thread.
    try checkNotWriting("copy")
    let action = "copy \(path) to \(target)"
    // LMDB follows all pages then, and trusts them.
    if compacting, readsPages, mapping != nil, let fault = try verifyPages().faults.first {
      throw LMDBError(fault, path)
    }
    var file = try NewFile(target, action)
    try copy(to: file.descriptor, target, action, compacting: compacting)
    try file.finish()
  }

  private func copy(
    to descriptor: Int32, _ target: String, _ action: String, compacting: Bool
  ) throws(LMDBError) {
    var attempts = 0
    while true {
      attempts += 1
      let status = try whileOpen("copy") { () throws(LMDBError) in
        handle.copy(to: descriptor, compacting: compacting)
      }
      switch status {
      case 0: return
      // LMDB says so before it writes anything.
      case MDB_MAP_RESIZED where attempts < 100: try adoptMapSize()
      default: throw LMDBError(number: status, action, file: target)
      }
    }
  }
}
