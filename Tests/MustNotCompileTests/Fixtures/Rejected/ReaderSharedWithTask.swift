// error: risks causing data races
import RecordStore

func share(_ store: Store) throws {
  let reader = try store.makeReader()
  Task { try reader.begin() }
  try reader.begin()
}
