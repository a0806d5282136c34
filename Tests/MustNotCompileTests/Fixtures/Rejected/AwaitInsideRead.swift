// error: to parameter expecting synchronous function type
import RecordStore

func wait(_ store: Store) async throws -> UInt64 {
  try store.read { txn in
    let person = try txn.get(.people, 7)
    await Task.yield()
    return person?.id ?? 0
  }
}
