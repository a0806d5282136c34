// error: lifetime-dependent variable 'kept' escapes its scope
import RecordStore

func leak(_ store: Store) throws -> UInt64 {
  var kept: Person?
  try store.read { txn in kept = try txn.get(.people, 7) }
  return kept?.id ?? 0
}
