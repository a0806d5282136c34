// error: to parameter expecting synchronous function type
import RecordStore

func wait(_ store: Store) async throws {
  try await store.write { txn in
    try txn.put(.init(id: 8, name: "Bob"), in: .people)
    await Task.yield()
  }
}
