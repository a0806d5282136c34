import FlatBuffersRuntime
import RecordStore
import SharedBytes
import Testing

/// Records whose vectors go from a draft to the store's pages without a stop.
@Suite struct LargeRecordTests {
  static func photo(_ count: Int, _ id: UInt64) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ Int(id)) }
  }

  @Test(arguments: [0, 1, 4095, 4096, 4097, 100_000, 3_000_000])
  func aDraftIsStoredAsItIsBuilt(count: Int) throws {
    let test = try TestStore()
    let drafts = (1...3).map {
      Person.Draft(id: $0, name: "name \($0)", email: "\($0)@x", photo: Self.photo(count, $0))
    }
    try test.store.write { txn in
      for draft in drafts { try txn.put(draft, in: .people) }
    }
    for draft in drafts {
      let stored = try #require(try test.store.pin(.people, draft.id))
      let built = try RecordBuffer<Person>(draft)
      #expect(Array(stored.bytes).prefix(built.bytes.count) == Array(built.bytes)[...])
      #expect(stored.record.draft == draft)
    }
    let found = try test.store.read { txn in try txn.get(by: .peopleByEmail, "2@x")?.id }
    #expect(found == 2)
  }

  @Test func aPutThatFailsLeavesTheNextOneWhole() throws {
    let test = try TestStore()
    let large = Self.photo(50_000, 1)
    try test.store.write { txn in
      try txn.put(.init(id: 1, name: "Ann", email: "a", photo: large), in: .people)
      let tooLong = String(repeating: "n", count: 600)
      #expect(throws: StoreError.self) {
        try txn.put(.init(id: 2, name: tooLong, email: "b", photo: Self.photo(9000, 2)), in: .people)
      }
      try txn.put(.init(id: 3, name: "Cem", photo: [1]), in: .people)
    }
    let photos = try test.store.read { txn in
      [
        try txn.get(.people, 1)?.photo?.array, try txn.get(.people, 2)?.photo?.array,
        try txn.get(.people, 3)?.photo?.array,
      ]
    }
    #expect(photos == [large, nil, [1]])
  }

  @Test func aKeyMadeOfALargeVectorIsThatOfItsElements() throws {
    let table = Table<Person, UInt64>(
      name: "byPhoto", ordinal: 0, fingerprint: 1,
      key: { $0.photo?.array.reduce(0) { $0 &* 31 &+ UInt64($1) } ?? 0 })
    let folder = try TestFolder()
    let store = try Store(
      path: folder.file(), schema: StoreSchema(name: "photos", fingerprint: 1, tables: [table.definition]))
    let photo = Self.photo(20_000, 5)
    try store.write { txn in try txn.put(.init(id: 1, name: "Ann", photo: photo), in: table) }
    let key = photo.reduce(0) { $0 &* 31 &+ UInt64($1) }
    let name = try store.read { txn in try txn.get(table, key)?.name.description }
    #expect(name == "Ann")
  }
}
