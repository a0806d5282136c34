// error: requires that 'Person' conform to 'Escapable'
import RecordStore

func leak(_ store: Store) throws {
  let person: Person? = try store.read { (txn: Snapshot) -> Person? in try txn.get(.people, 7) }
  _ = person
}
