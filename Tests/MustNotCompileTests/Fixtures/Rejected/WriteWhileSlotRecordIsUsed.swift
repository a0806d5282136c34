// error: overlapping accesses to 'txn'
import RecordStore

func overwrite(_ store: SlotStore, _ table: SlotTable<Person, UInt64>) throws -> UInt64 {
  try store.write { txn in
    let person = try txn.get(table, 7)
    try txn.put(8, .init(id: 8, name: "Bob"), in: table)
    return person?.id ?? 0
  }
}
