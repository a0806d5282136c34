// error: lifetime-dependent variable 'person' escapes its scope
import RecordStore

func leak(_ store: Store) throws {
  try store.read { txn in
    if let person = try txn.get(.people, 7) { Task { print(person.id) } }
  }
}
