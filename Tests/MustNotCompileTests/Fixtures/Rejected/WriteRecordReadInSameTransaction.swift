// error: overlapping accesses to 'txn'
import RecordStore

func copy(_ store: Store) throws {
  try store.write { txn in
    if let person = try txn.get(.people, 7) { try txn.put(person, in: .people) }
  }
}
