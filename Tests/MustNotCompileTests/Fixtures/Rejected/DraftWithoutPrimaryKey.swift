// error: missing argument for parameter 'id' in call
import RecordStore

// Left out by mistake it would be 0, and overwrite that record.
func draftWithoutPrimaryKey(store: Store) throws {
  try store.write { txn in try txn.put(.init(name: "Ann"), in: .people) }
}
