// error: type 'Person' does not conform to protocol 'Escapable'
import RecordStore

func leak(_ store: Store) throws {
  try store.read { txn in
    var people: [Person] = []
    if let person = try txn.get(.people, 7) { people.append(person) }
  }
}
