// error: no exact matches in call to instance method 'put'
import RecordStore

func mistake(_ store: Store, _ note: Note.Draft) throws {
  try store.write { txn in try txn.put(note, in: .people) }
}
