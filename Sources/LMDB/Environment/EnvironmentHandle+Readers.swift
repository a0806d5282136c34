import CLMDB

extension EnvironmentHandle {
  /// Number of the newest commit.
  var lastTransactionID: UInt64 {
    var info = unsafe MDB_envinfo()
    _ = unsafe mdb_env_info(pointer, &info)
    return unsafe UInt64(info.me_last_txnid)
  }

  /// LMDB's list of readers, which it gives as lines of text only.
  func readerLines(_ path: String) throws(LMDBError) -> [String] {
    var lines: [String] = []
    let status = unsafe withUnsafeMutablePointer(to: &lines) { lines in
      // The context is the array above, which LMDB hands back within the call.
      unsafe mdb_reader_list(
        pointer,
        { line, context in
          guard let line = unsafe line, let context = unsafe context else { return 0 }
          unsafe context.assumingMemoryBound(to: [String].self).pointee.append(unsafe String(cString: line))
          return 0
        }, lines)
    }
    guard status >= 0 else { throw LMDBError(number: status, "list the readers of \(path)") }
    return lines
  }
}
