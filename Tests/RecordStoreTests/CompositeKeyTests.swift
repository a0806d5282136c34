import FlatBuffersRuntime
import RecordStore
import Testing

/// Keys of several values, structs and descending keys at work: what call sites write.
@Suite struct CompositeKeyTests {
  private let folder: TestFolder
  private let store: Store

  init() throws {
    folder = try TestFolder()
    store = try Store(path: folder.file(), schema: ParcelsSchema.schema, options: TestStore.fast)
  }

  private func hash(_ number: UInt8) -> ParcelHash { ParcelHash(bytes: FixedArray(repeating: number)) }

  private func put(_ parcels: [Parcel.Draft]) throws {
    try store.write { txn in for parcel in parcels { try txn.put(parcel, in: .parcels) } }
  }

  private func parcel(_ depot: UInt32, _ label: String, _ number: UInt8) -> Parcel.Draft {
    Parcel.Draft(depot: depot, label: label, digest: hash(number), grades: [])
  }

  private func labels(
    _ range: some KeyRangeExpression<Parcel.Key>, order: KeyOrder = .ascending
  ) throws -> [String] {
    try store.read { txn in
      var labels: [String] = []
      var rows = try txn.rows(.parcels, range, order: order)
      while let parcel = try rows.next() { labels.append("\(parcel.depot)\(parcel.label)") }
      return labels
    }
  }

  @Test("records are found by a key of two values, and its ranges and prefixes") func primaryKeys() throws {
    var number: UInt8 = 0
    var parcels: [Parcel.Draft] = []
    for depot in UInt32(1)...3 {
      for label in ["Ann", "Andy", "Bob", ""] {
        number += 1
        parcels.append(parcel(depot, label, number))
      }
    }
    try put(parcels)
    let found = try store.read { txn in try txn.get(.parcels, Parcel.Key(depot: 2, label: "Bob"))?.digest }
    #expect(found == hash(7))
    #expect(try labels(.prefix(depot: 2)) == ["2Bob", "2Ann", "2Andy", "2"])
    #expect(try labels(.prefix(depot: 2), order: .descending) == ["2", "2Andy", "2Ann", "2Bob"])
    #expect(try labels(.prefix(depot: 2, labelStartingWith: "An")) == ["2Ann", "2Andy"])
    #expect(try labels(.prefix(depot: 2, labelStartingWith: "")).count == 4)
    #expect(try labels(.prefix(depot: 4)) == [])
    #expect(
      try labels(Parcel.Key(depot: 1, label: "Andy")...Parcel.Key(depot: 2, label: "Ann")) == [
        "1Andy", "1", "2Bob", "2Ann",
      ])
    try store.write { txn in _ = try txn.delete(.parcels, Parcel.Key(depot: 2, label: "Ann")) }
    #expect(try labels(.prefix(depot: 2)) == ["2Bob", "2Andy", "2"])
  }

  @Test("prefixes of strings and of bytes are what begins with them, byte by byte") func prefixes() throws {
    var parcels: [Parcel.Draft] = []
    for (number, text) in ["An", "An\0", "Anna", "Ao", "a", ""].enumerated() {
      var parcel = parcel(UInt32(number), text, UInt8(number))
      parcel.tags = [text]
      parcel.payload = Array(text.utf8)
      parcels.append(parcel)
    }
    try put(parcels)
    let depots = try store.read { txn in
      var depots: [[UInt32]] = [[], [], []]
      var tags = try txn.rows(by: .parcelsByTag, .prefix("An"))
      while let parcel = try tags.next() { depots[0].append(parcel.depot) }
      var bytes = try txn.rows(by: .parcelsByPayload, .prefix([0x41, 0x6E, 0]))
      while let parcel = try bytes.next() { depots[1].append(parcel.depot) }
      var all = try txn.rows(by: .parcelsByTag, .prefix(""))
      while let parcel = try all.next() { depots[2].append(parcel.depot) }
      return depots
    }
    #expect(depots == [[0, 1, 2], [1], [5, 0, 1, 2, 3, 4]])
  }

  @Test("an index of several fields sorts by each in its order, and holds no record that lacks one")
  func compositeIndexes() throws {
    var parcels: [Parcel.Draft] = []
    for number in UInt8(0)..<8 {
      var parcel = parcel(UInt32(number), "x", number)
      parcel.grade = number % 2 == 0 ? .low : .high
      parcel.sent = Int64(number) - 4
      if number > 5 { parcel.owner = OwnerID(bytes: FixedArray(repeating: number)) }
      parcels.append(parcel)
    }
    try put(parcels)
    let found = try store.read { txn in
      var found: [[UInt32]] = [[], [], [], []]
      var all = try txn.rows(by: .parcelsByGradeAndTime)
      while let parcel = try all.next() { found[0].append(parcel.depot) }
      var low = try txn.rows(by: .parcelsByGradeAndTime, .prefix(grade: .low))
      while let parcel = try low.next() { found[1].append(parcel.depot) }
      var owned = try txn.rows(by: .parcelsByOwner)
      while let parcel = try owned.next() { found[2].append(parcel.depot) }
      var newest = try txn.rows(by: .parcelsBySent, ...Descending(2))
      while let parcel = try newest.next() { found[3].append(parcel.depot) }
      return found
    }
    #expect(found == [[1, 3, 5, 7, 0, 2, 4, 6], [0, 2, 4, 6], [6, 7], [7, 6]])
    let owner = OwnerID(bytes: FixedArray(repeating: 7))
    let depot = try store.read { txn in try txn.get(by: .parcelsByOwner, .init(owner: owner, depot: 7))?.depot
    }
    #expect(depot == 7)
    var other = parcel(7, "y", 9)
    other.owner = owner
    let error = storeError { try put([other]) }
    #expect(error?.violation?.index == "parcelsByOwner")
    #expect(error?.violation?.value == "0x07070707070707070707070707070707, 7")
    #expect(error?.violation?.keys == ["7, \"x\"", "7, \"y\""])
  }

  @Test("structs and times in descending order are keys of tables") func otherPrimaryKeys() throws {
    try store.write { txn in
      for number in UInt8(1)...3 {
        try txn.put(.init(digest: hash(number), data: [number]), in: .blobs)
        try txn.put(.init(at: Int64(number)), in: .events)
      }
    }
    let data = try store.read { txn in try txn.get(.blobs, hash(2))?.data?.array }
    #expect(data == [2])
    let times = try store.read { txn in
      var times: [Int64] = []
      var rows = try txn.rows(.events)
      while let event = try rows.next() { times.append(event.at) }
      times.append(try txn.get(.events, Descending(2))?.at ?? 0)
      return times
    }
    #expect(times == [3, 2, 1, 2])
    let inspection = try reopened()
    #expect(inspection.table(named: "parcels")?.key == "depot: uint, label: string desc")
    #expect(try inspection.get("0x0202020202020202020202020202020202020202", from: "blobs") != nil)
    #expect(try inspection.get("2", from: "events") != nil)
    #expect(try inspection.get("4", from: "events") == nil)
  }

  @Test("a migration gives a table a key of several values") func migration() throws {
    let folder = try TestFolder()
    let old = try SchemaProgram(
      "table Thing (table: \"things\") { id: ulong (key); team: uint; name: string; }")
    do {
      try old.put(
        [
          #"{"id": 1, "team": 2, "name": "b"}"#, #"{"id": 2, "team": 1, "name": "x"}"#,
          #"{"id": 3, "team": 2, "name": "a"}"#,
        ],
        old.open(folder.file()))
    }
    let migrations = [
      Migration(1, "by depot and label") { migration in
        try migration.rewrite(.parcels, from: "things") { row in
          let id = UInt8(row["id"]?.value(as: UInt64.self) ?? 0)
          return Parcel.Draft(
            depot: row["team"]?.value(as: UInt32.self) ?? 0, label: row["name"]?.text ?? "",
            digest: ParcelHash(bytes: FixedArray(repeating: id)), grades: [.low, .low])
        }
      }
    ]
    let store = try Store(
      path: folder.file(), schema: ParcelsSchema.schema, migrations: migrations, options: TestStore.fast)
    let found = try store.read { txn in
      var labels: [String] = []
      var rows = try txn.rows(.parcels)
      while let parcel = try rows.next() { labels.append(parcel.label.description) }
      var low = try txn.rows(by: .parcelsByGrades, KeyRange.only(.low))
      while let parcel = try low.next() { labels.append(parcel.label.description) }
      return labels
    }
    #expect(found == ["x", "b", "a", "x", "b", "a"])
  }

  @Test("two rows that a migration gives one key of several values are named by it") func collision() throws {
    let folder = try TestFolder()
    let old = try SchemaProgram("table Thing (table: \"things\") { id: ulong (key); }")
    do { try old.put([#"{"id": 1}"#, #"{"id": 2}"#], old.open(folder.file())) }
    let migration = Migration(1, "all one") { migration in
      try migration.rewrite(.parcels, from: "things") { _ in
        Parcel.Draft(depot: 7, label: "x", digest: ParcelHash(), grades: [])
      }
    }
    let error = storeError {
      _ = try Store(
        path: folder.file(), schema: ParcelsSchema.schema, migrations: [migration], options: TestStore.fast)
    }
    #expect(error?.message.contains("two records of parcels get the key 7, \"x\"") == true)
  }

  private func reopened() throws -> StoreInspection {
    let path = store.path
    store.close()
    return try Store.inspect(path: path)
  }
}
