import CLMDB

/// The size of an environment and of its file.
public struct EnvironmentStatistics: Sendable, Equatable {
  /// The length of the file in bytes.
  public let fileSize: Int
  /// The size of a page in bytes.
  public let pageSize: Int
  /// The size of the memory map in bytes.
  public let mapSize: Int
  /// The number of the last page that was ever used.
  public let lastPage: Int
  /// LMDB's id of the last commit.
  public let transaction: UInt64
  /// How many snapshots may be open at once, in all processes.
  public let maxReaders: Int
  /// How many reader slots were ever in use at once.
  public let readers: Int
}

extension Environment {
  /// The size of the environment as of now.
  public func statistics() throws(LMDBError) -> EnvironmentStatistics {
    try whileOpen("measure") { () throws(LMDBError) in try handle.statistics(path) }
  }
}

extension EnvironmentHandle {
  func statistics(_ path: String) throws(LMDBError) -> EnvironmentStatistics {
    var info = unsafe MDB_envinfo()
    var tree = MDB_stat()
    var status = unsafe mdb_env_info(pointer, &info)
    if status == 0 { status = unsafe mdb_env_stat(pointer, &tree) }
    guard status == 0 else { throw LMDBError(number: status, "measure \(path)") }
    return unsafe EnvironmentStatistics(
      fileSize: try fileLength(ofDescriptor: descriptor(path), path), pageSize: Int(tree.ms_psize),
      mapSize: info.me_mapsize, lastPage: info.me_last_pgno, transaction: UInt64(info.me_last_txnid),
      maxReaders: Int(info.me_maxreaders), readers: Int(info.me_numreaders))
  }
}
