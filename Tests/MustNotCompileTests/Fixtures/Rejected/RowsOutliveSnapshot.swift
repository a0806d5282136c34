// error: lifetime-dependent variable 'kept' escapes its scope
import RecordStore

func leak(_ store: Store) throws -> UInt64 {
  var kept: Rows<Person, UInt64>?
  try store.read { txn in kept = try txn.rows(.people) }
  return try kept?.next()?.id ?? 0
}
