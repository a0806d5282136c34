// error: overlapping accesses to 'txn'
import RecordStore

func overwrite(_ store: Store) throws -> UInt64 {
  try store.write { txn in
    let person = try txn.get(.people, 7)
    try txn.put(.init(id: 8, name: "Bob"), in: .people)
    return person?.id ?? 0
  }
}
