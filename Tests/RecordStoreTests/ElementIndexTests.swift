import FlatBuffersRuntime
import LMDB
import SeededRandom
import Testing

@testable import RecordStore

/// Indexes in which a record has an entry for each element of a vector.
@Suite struct ElementIndexTests {
  private static func program(_ attribute: String = "index: \"byTag\"", table: String = "") throws
    -> SchemaProgram
  {
    let attributes = attribute.isEmpty ? "" : "(\(attribute))"
    return try SchemaProgram(
      "table Thing (table: \"things\"\(table)) { id: ulong (key); tags: [string] \(attributes); n: int; }")
  }

  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private func ids(_ rows: [String]) -> [String] { rows.map { $0.filter(\.isNumber).prefix(1).description } }

  @Test("a record has an entry for each distinct element, and none without elements") func entries() throws {
    let program = try Self.program()
    let store = try program.open(folder.file())
    try program.put(
      [
        #"{"id": 1, "tags": ["b", "a", "b", "b"]}"#, #"{"id": 2, "tags": []}"#, #"{"id": 3}"#,
        #"{"id": 4, "tags": ["c", "a"]}"#,
      ], store)
    #expect(try ids(program.rows(by: "byTag", store)) == ["1", "4", "1", "4"])
    try program.put([#"{"id": 1, "tags": ["c", "b", "b"]}"#], store)
    #expect(try ids(program.rows(by: "byTag", store)) == ["4", "1", "1", "4"])
    try program.put([#"{"id": 4, "tags": []}"#, #"{"id": 3, "tags": ["a"]}"#], store)
    #expect(try ids(program.rows(by: "byTag", store)) == ["3", "1", "1"])
    try program.delete(1, store)
    try program.delete(2, store)
    #expect(try ids(program.rows(by: "byTag", store)) == ["3"])
  }

  @Test("in a unique index no two records share an element, and one may have it twice") func unique() throws {
    let program = try Self.program("unique: \"byTag\"")
    let store = try program.open(folder.file())
    try program.put([#"{"id": 1, "tags": ["a", "a", "b"]}"#, #"{"id": 2, "tags": ["c"]}"#], store)
    let error = storeError { try program.put([#"{"id": 3, "tags": ["d", "b"]}"#], store) }
    #expect(error?.violation?.value == "\"b\"" && error?.violation?.keys == ["1", "3"])
    #expect(try ids(program.rows(by: "byTag", store)) == ["1", "1", "2"])
    // Both swap an element in one write.
    try program.put([#"{"id": 1, "tags": ["c"]}"#, #"{"id": 2, "tags": ["b", "a"]}"#], store)
    #expect(try ids(program.rows(by: "byTag", store)) == ["2", "2", "1"])
  }

  @Test("it is built over the rows there are, rebuilt, and kept by programs that do not know it")
  func building() throws {
    let (old, new) = (try Self.program(""), try Self.program())
    let rows = [#"{"id": 1, "tags": ["b", "a", "b"]}"#, #"{"id": 2, "tags": ["a"]}"#, #"{"id": 3}"#]
    do { try old.put(rows, try old.open(folder.file())) }
    do {
      let store = try new.open(folder.file())
      #expect(store.opening.builtIndexes == ["things/byTag"])
      #expect(try ids(new.rows(by: "byTag", store)) == ["1", "2", "1"])
      try store.rebuildIndexes()
      #expect(try ids(new.rows(by: "byTag", store)) == ["1", "2", "1"])
    }
    do {
      let store = try old.open(folder.file())
      try old.put([#"{"id": 3, "tags": ["a", "z", "z"]}"#], store)
      try old.delete(1, store)
    }
    let store = try new.open(folder.file())
    #expect(store.opening.builtIndexes == [])
    #expect(try ids(new.rows(by: "byTag", store)) == ["2", "3", "3"])
  }

  @Test("a unique one that can't be built names both rows") func notBuilt() throws {
    let (old, new) = (try Self.program(""), try Self.program("unique: \"byTag\""))
    do {
      try old.put(
        [#"{"id": 1, "tags": ["b", "b"]}"#, #"{"id": 2, "tags": ["c", "b"]}"#], try old.open(folder.file()))
    }
    let error = storeError { _ = try new.open(folder.file()) }
    #expect(error?.violation?.value == "\"b\"" && error?.violation?.keys == ["1", "2"])
  }

  @Test("elements stand beside other fields in an index, and structs in vectors are taken apart")
  func several() throws {
    let program = try SchemaProgram(
      """
      struct P { x: int; y: float; }
      table Thing (table: "things", index: "byBoth(n desc, tags); byX(points.x)") {
        id: ulong (key); n: int; tags: [string]; points: [P] (index: "byPoint"); levels: [short] (index: "byLevel");
      }
      """)
    let store = try program.open(folder.file())
    try program.put(
      [
        #"{"id": 1, "n": 1, "tags": ["b", "a"], "points": [{"x": 3, "y": 1}, {"x": -3, "y": 9}], "levels": [5, -5]}"#,
        #"{"id": 2, "n": 2, "tags": ["c"], "points": [{"x": 3, "y": -1}], "levels": [0, 0]}"#,
        #"{"id": 3, "n": 3}"#,
      ], store)
    #expect(try ids(program.rows(by: "byBoth", store)) == ["2", "1", "1"])
    #expect(try ids(program.rows(by: "byPoint", store)) == ["1", "2", "1"])
    #expect(try ids(program.rows(by: "byX", store)) == ["1", "1", "2"])
    #expect(try ids(program.rows(by: "byLevel", store)) == ["1", "2", "1"])
    try program.put([#"{"id": 1, "n": 5, "tags": ["a", "b"]}"#], store)
    #expect(try ids(program.rows(by: "byBoth", store)) == ["1", "1", "2"])
    #expect(try ids(program.rows(by: "byPoint", store)) == ["2"])
  }

  @Test("random changes keep the entries those of the elements") func randomChanges() throws {
    let program = try Self.program("", table: ", index: \"byTag(tags desc)\"")
    let store = try program.open(folder.file())
    var random = SplitMix64(seed: 41)
    var model: [UInt64: Set<String>] = [:]
    for _ in 0..<300 {
      let id = UInt64.random(in: 1...8, using: &random)
      if Int.random(in: 0..<5, using: &random) == 0 {
        try program.delete(id, store)
        model[id] = nil
      } else {
        let count = Int.random(in: 0..<5, using: &random)
        let tags = (0..<count).map { _ in ["a", "b", "c", "d"].randomElement(using: &random) ?? "a" }
        let list = tags.map { "\"\($0)\"" }.joined(separator: ", ")
        try program.put(["{\"id\": \(id), \"tags\": [\(list)]}"], store)
        model[id] = Set(tags)
      }
    }
    let expected = model.flatMap { id, tags in tags.map { (tag: $0, id: id) } }
      .sorted { ($1.tag, $0.id) < ($0.tag, $1.id) }.map { "\($0.id)" }
    #expect(try ids(program.rows(by: "byTag", store)) == expected)
    try store.rebuildIndexes()
    #expect(try ids(program.rows(by: "byTag", store)) == expected)
  }

  @Test("verifying holds each entry against the elements") func verifying() throws {
    let program = try Self.program()
    do {
      let store = try program.open(folder.file())
      try program.put([#"{"id": 1, "tags": ["b", "a", "b"]}"#, #"{"id": 2}"#], store)
      #expect(try store.verify().faults == [])
      store.close()
    }
    func entry(_ tag: String) -> [UInt8] {
      var encoder = KeyEncoder()
      encoder.append(tag)
      encoder.append(1 as UInt64)
      return [UInt8](encoder.bytes)
    }
    do {
      let environment = try Environment(path: folder.file())
      defer { environment.close() }
      try environment.write { transaction in
        let index = try #require(try transaction.open("things/byTag", create: false))
        let (gone, wrong, primary) = (entry("a"), entry("z"), [UInt8]((1 as UInt64).encoded.bytes))
        let wasThere = unsafe try transaction.delete(gone.span.bytes, in: index)
        #expect(wasThere)
        for key in [wrong, entry("y")] {
          unsafe try transaction.put(key.span.bytes, primary.span.bytes, in: index, paddedTo: 8)
        }
        var mark = try #require(try transaction.snapshot.commitMark())
        mark.transaction = transaction.transactionID
        try transaction.put(mark)
      }
    }
    let faults = try program.open(folder.file()).verify().faults
    #expect(
      faults.map(\.message) == [
        "it has no entry for its value \"a\"",
        "the entry for \"y\" leads to this row, which has \"a\" and \"b\"",
        "the entry for \"z\" leads to this row, which has \"a\" and \"b\"",
      ])
  }

  @Test("a draft with vectors that are not copied before is indexed by their elements") func drafts() throws {
    let store = try Store(path: folder.file(), schema: ParcelsSchema.schema, options: TestStore.fast)
    let counts = (0..<2000).map { UInt64($0 / 2) }
    let hash = ParcelHash(bytes: FixedArray(repeating: 1))
    try store.write { txn in
      try txn.put(.init(depot: 1, label: "x", digest: hash, grades: [], counts: counts), in: .parcels)
    }
    let found = try store.read { txn in
      var count = 0
      var rows = try txn.rows(by: .parcelsByCount, 500...)
      while let parcel = try rows.next() { count += Int(parcel.depot) }
      return count
    }
    #expect(found == 500)
  }
}
