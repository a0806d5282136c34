// error: lifetime-dependent variable 'kept' escapes its scope
import RecordStore

func leak(_ reader: SnapshotReader) throws -> UInt64 {
  var kept: Person?
  try reader.read { snapshot in kept = try snapshot.get(.people, 7) }
  reader.end()
  return kept?.id ?? 0
}
