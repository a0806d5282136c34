import FlatBuffersRuntime
import RecordStore

func write(_ store: Store, _ buffer: RecordBuffer<Person>) throws -> Int {
  try store.write { txn in
    try txn.put(.init(id: 7, name: "Ann", team: 1), in: .people)
    try txn.put(buffer, in: .people)
    let id = try txn.get(.people, 7)?.id
    if let id { try txn.delete(.people, id) }
    return try txn.count(.people)
  }
}

func writeLater(_ store: Store) async throws -> Bool {
  try await store.write { txn in try txn.delete(.people, 9) }
}

func copy(_ store: Store, to other: Store) throws {
  try store.read { txn in
    guard let person = try txn.get(.people, 7) else { return }
    try other.write { txn in try txn.put(person, in: .people) }
  }
}

func deleteMany(_ store: Store) throws -> Int {
  try store.write { txn in
    var ids: [UInt64] = []
    var rows = try txn.rows(.people)
    while let person = try rows.next() { ids.append(person.id) }
    for id in ids { try txn.delete(.people, id) }
    return ids.count
  }
}
