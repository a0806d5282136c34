// error: lifetime-dependent variable 'kept' escapes its scope
import FlatBuffersRuntime
import RecordStore

func leak(_ store: Store) throws -> UInt64 {
  var kept: Person?
  do {
    guard let buffer = try store.pin(.people, 7) else { return 0 }
    kept = buffer.record
  }
  return kept?.id ?? 0
}
