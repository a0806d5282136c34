import FlatBuffersRuntime
import RecordStore

func keep(_ store: Store) throws -> RecordBuffer<Person>? { try store.pin(.people, 7) }

func send(_ store: Store) throws {
  guard let person = try store.pin(.people, 7) else { return }
  Task { print("\(person.record.name)") }
}

func poll(_ reader: SnapshotReader) throws -> UInt64 {
  let id = try reader.read { snapshot in try snapshot.get(.people, 7)?.id ?? 0 }
  reader.end()
  return id
}
