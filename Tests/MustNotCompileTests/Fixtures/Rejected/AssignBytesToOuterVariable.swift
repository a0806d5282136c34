// error: lifetime-dependent variable 'kept' escapes its scope
import RecordStore

func leak(_ store: Store) throws -> Int {
  var kept: RawSpan?
  try store.read { txn in kept = try txn.get(.people, 7)?.recordBytes }
  return kept?.byteCount ?? 0
}
