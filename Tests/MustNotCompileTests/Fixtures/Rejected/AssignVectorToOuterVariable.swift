// error: lifetime-dependent variable 'kept' escapes its scope
import FlatBuffersRuntime
import RecordStore

func leak(_ store: Store) throws -> Int {
  var kept: FlatVector<UInt8>?
  try store.read { txn in kept = try txn.get(.people, 7)?.photo }
  return kept?.count ?? 0
}
