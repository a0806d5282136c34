// error: lifetime-dependent variable 'txn' escapes its scope
import RecordStore

func leak(_ store: Store) throws {
  try store.read { txn in
    Task { print(try txn.count(.people)) }
  }
}
