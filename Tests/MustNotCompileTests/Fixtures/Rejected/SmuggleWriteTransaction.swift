// error: missing reinitialization of inout parameter 'txn' after consume
import RecordStore

func leak(_ store: Store) throws {
  var kept: WriteTransaction?
  try store.write { txn in kept = consume txn }
  _ = kept
}
