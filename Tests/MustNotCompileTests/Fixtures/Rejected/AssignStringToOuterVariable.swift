// error: lifetime-dependent variable 'kept' escapes its scope
import FlatBuffersRuntime
import RecordStore

func leak(_ store: Store) throws -> Int {
  var kept: StringView?
  try store.read { txn in kept = try txn.get(.people, 7)?.name }
  return kept?.utf8Count ?? 0
}
