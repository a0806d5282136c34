// error: cannot convert value of type 'String' to expected argument type 'UInt64'
import RecordStore

func mistake(_ store: Store) throws -> UInt64? {
  try store.read { txn in try txn.get(.people, "seven")?.id }
}
