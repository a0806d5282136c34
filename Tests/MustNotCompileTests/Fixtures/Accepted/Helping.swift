import FlatBuffersRuntime
import RecordStore

// What users write around tables and views. `Record: ~Escapable` has to be said wherever a record is generic.

func exists<Record: FlatTable & ~Escapable, Key>(
  _ table: Table<Record, Key>, _ key: Key, in store: Store
) throws -> Bool {
  try store.read { txn in try txn.contains(table, key) }
}

func drafts<Record: FlatTable & ~Escapable, Key>(
  _ table: Table<Record, Key>, _ range: KeyRange<Key> = .all, in store: Store
) throws -> [Record.Draft] {
  try store.read { txn in try txn.rows(table, range).map { $0.draft } }
}

extension Table where Record: ~Escapable {
  func count(in store: Store) throws -> Int { try store.read { txn in try txn.count(self) } }
}

extension Snapshot {
  // A view that a function makes of others says what it depends on.
  @_lifetime(copy self)
  func author(_ id: UInt64) throws(StoreError) -> Person? { try get(.people, id) }
}

// A view that is only read needs nothing said.
func label(_ person: Person) -> String { "\(person.id) \(person.name)" }

@_lifetime(copy person)
func name(of person: Person) -> StringView { person.name }

func use(_ store: Store) throws -> [String] {
  let isThere = try exists(.people, 7, in: store)
  let notes = try drafts(.notes, .only("a"), in: store)
  let count = try Table.people.count(in: store)
  return try store.read { txn in
    guard let person = try txn.author(7) else { return ["\(isThere) \(notes.count) \(count)"] }
    return [label(person), name(of: person).description]
  }
}

func readAtOnce() throws -> String {
  try RecordBuffer<Person>(.init(id: 7, name: "Ann")).read { $0.name.description }
}

func page(_ store: Store, after token: CursorToken?) throws -> ([Person.Draft], CursorToken?) {
  try store.read { txn in
    var rows = try txn.rows(by: .peopleByTeam, .only(1), order: .descending, limit: 50, after: token)
    var people: [Person.Draft] = []
    while let row = try rows.nextRow() {
      if try row.key == 1 { people.append(row.record.draft) }
    }
    return (people, rows.token)
  }
}
