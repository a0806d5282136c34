// error: overlapping accesses to 'transaction'
import LMDB

func leak(_ environment: Environment, _ database: Database) throws -> Int {
  var transaction = try environment.beginRead()
  var cursor = try transaction.snapshot.cursor(database)
  let entry = try cursor.first()
  transaction.reset()
  return entry?.value.byteCount ?? 0
}
