// error: lifetime-dependent variable 'kept' escapes its scope
import RecordStore

func leak(_ store: Store) throws -> Bool {
  var kept: Snapshot?
  try store.read { txn in kept = txn }
  return kept == nil
}
