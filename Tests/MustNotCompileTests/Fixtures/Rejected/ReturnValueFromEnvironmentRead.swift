// error: requires that 'RawSpan' conform to 'Escapable'
import LMDB

func leak(_ environment: Environment, _ database: Database, _ key: [UInt8]) throws {
  let value: RawSpan? = try environment.read { (snapshot: Snapshot) -> RawSpan? in
    try snapshot.get(database, key.span.bytes)
  }
  _ = value
}
