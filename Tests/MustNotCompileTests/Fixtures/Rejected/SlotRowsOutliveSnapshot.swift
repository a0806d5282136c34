// error: lifetime-dependent variable 'kept' escapes its scope
import RecordStore

func leak(_ store: SlotStore, _ table: SlotTable<Person, UInt64>) throws -> UInt64 {
  var kept: SlotRows<Person, UInt64>?
  try store.read { txn in kept = try txn.rows(table) }
  return try kept?.next()?.key ?? 0
}
