// error: overlapping accesses to 'txn'
import RecordStore

func overwrite(_ store: Store) throws -> Int {
  try store.write { txn in
    let snapshot = txn.snapshot
    try txn.put(.init(id: 8, name: "Bob"), in: .people)
    return try snapshot.count(.people)
  }
}
