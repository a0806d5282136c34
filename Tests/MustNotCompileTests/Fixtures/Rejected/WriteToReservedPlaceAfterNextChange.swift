// error: overlapping accesses to 'txn'
import LMDB

func corrupt(_ environment: Environment, _ database: Database, _ key: [UInt8]) throws {
  try environment.write { txn in
    var place = try txn.reserve(key.span.bytes, size: 8, in: database)
    _ = try txn.delete(key.span.bytes, in: database)
    place.storeBytes(of: 1, as: UInt64.self)
  }
}
