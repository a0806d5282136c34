// error: lifetime-dependent variable 'kept' escapes its scope
import LMDB

func leak(_ environment: Environment, _ database: Database, _ key: [UInt8]) throws -> Int {
  var kept: RawSpan?
  try environment.read { snapshot in kept = try snapshot.get(database, key.span.bytes) }
  return kept?.byteCount ?? 0
}
