// error: overlapping accesses to 'txn'
import RecordStore

func clear(_ store: Store) throws {
  try store.write { txn in
    var rows = try txn.rows(.people)
    while let person = try rows.next() { try txn.delete(.people, person.id) }
  }
}
