// error: lifetime-dependent variable 'last' escapes its scope
import RecordStore

func leak(_ store: Store) throws -> UInt64 {
  var last: Person?
  try store.read { txn in
    var rows = try txn.rows(.people)
    while let person = try rows.next() { last = person }
  }
  return last?.id ?? 0
}
