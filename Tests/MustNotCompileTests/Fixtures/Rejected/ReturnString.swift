// error: value of tuple type '()' has no member 'utf8Count'
import RecordStore

func leak(_ store: Store) throws {
  let name = try store.read { txn in try txn.get(.people, 7)?.name }
  print(name.utf8Count)
}
