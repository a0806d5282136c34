// error: value of tuple type '()' has no member 'id'
import RecordStore

func leak(_ store: Store) throws {
  let person = try store.read { txn in try txn.get(.people, 7) }
  print(person.id)
}
