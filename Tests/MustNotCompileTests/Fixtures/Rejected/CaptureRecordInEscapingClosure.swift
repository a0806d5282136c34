// error: lifetime-dependent variable 'person' escapes its scope
import RecordStore

func leak(_ store: Store) throws -> () -> UInt64 {
  try store.read { txn in
    guard let person = try txn.get(.people, 7) else { return { 0 } }
    return { person.id }
  }
}
