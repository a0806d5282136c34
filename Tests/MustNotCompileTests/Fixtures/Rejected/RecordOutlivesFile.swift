// error: lifetime-dependent variable 'kept' escapes its scope
import FlatBuffersRuntime

func leak(_ path: String) throws -> UInt64 {
  var kept: Person?
  do {
    let file = try RecordBuffer<Person>(mappingFileAt: path)
    kept = file.record
  }
  return kept?.id ?? 0
}
