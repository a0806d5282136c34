import FlatBuffersReflection
import FlatBuffersRuntime
import Foundation
import LMDB
import SharedBytes
import Testing

@testable import RecordStore

/// Rows as lines of JSON, out of a store and into one.
@Suite struct DumpingTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private static let schema = """
    enum Day: ubyte { Mon, Tue }
    enum Flags: uint (bit_flags) { a, b, c }
    struct Point { x: float; y: double; }
    table Cat { lives: int; }
    table Dog { name: string; }
    union Pet { Cat, Dog, Point }
    table Thing (table: "things") {
      id: long (key); tag: string (index: "thingsByTag"); bytes: [ubyte]; point: Point; real: double; single: float;
      pet: Pet; pets: [Pet]; maybe: int = null; nested: [ubyte] (nested_flatbuffer: "Cat"); flex: [ubyte] (flexbuffer);
      day: Day; flags: Flags; texts: [string]; points: [Point]; reals: [double]; yes: bool; five: int = 5;
    }
    table Note (table: "notes") { title: string (key); }
    """

  private func dump(_ path: String, withBytes: Bool = false) throws -> (lines: [String], report: DumpReport) {
    var lines: [String] = []
    let report = try Store.inspect(path: path).dump(withBytes: withBytes) { lines.append($0) }
    return (lines, report)
  }

  private func load(_ lines: [String], _ path: String, _ program: SchemaProgram) throws -> Int {
    let store = try Store(path: path, schema: StoreSchema(program.schema), options: TestStore.fast)
    var rest = lines[...]
    return try store.load { rest.popFirst() }
  }

  @Test(arguments: [
    #"{ "id": -3, "tag": "a\u0000\u001f\u2028é😀\"\\", "texts": [ "", "x" ] }"#,
    #"{ "id": 1, "bytes": [0, 1, 255], "nested": { "lives": 9 }, "day": "Tue", "flags": "a c" }"#,
    #"{ "id": 2, "real": "nan", "single": "-inf", "reals": ["inf", "nan", -0.0, 5e-324, 1.7976931348623157e308] }"#,
    #"{ "id": 3, "point": { "x": 0.1, "y": 0.1 }, "points": [ { "x": 3.4028235e38, "y": 1e-300 } ], "single": 1e-45 }"#,
    #"{ "id": 4, "pet_type": "Dog", "pet": { "name": "Rex" }, "pets_type": ["Cat", "Point"], "pets": [{}, {"x": 1, "y": 2}] }"#,
    #"{ "id": 5, "maybe": 0, "yes": true, "five": 0 }"#,
    #"{ "id": 9223372036854775807, "flags": 8, "five": 5 }"#,
    #"{ "id": 6, "flex": { "a": [1, 2.5, "x", null] } }"#,
  ])
  func `what a dump has is loaded as it was`(record: String) throws {
    let program = try SchemaProgram(Self.schema)
    let (source, target) = (folder.file("a.db"), folder.file("b.db"))
    _ = try load([#"{"table": "things", "record": \#(record)}"#], source, program)
    let dumped = try dump(source)
    #expect(dumped.report.rows == 1)
    #expect(dumped.report.rowsWithBytes == 0)
    #expect(dumped.lines.count == 1)
    #expect(try load(dumped.lines, target, program) == 1)
    #expect(try dump(target).lines == dumped.lines)
    let (first, second) = (try rows(source, program), try rows(target, program))
    #expect(first.count == 1 && second.count == 1)
    #expect(zip(first, second).allSatisfy { $0.holdsSameValues(as: $1) })
  }

  private func rows(_ path: String, _ program: SchemaProgram) throws -> [DynamicTable] {
    var rows: [DynamicTable] = []
    try Store.inspect(path: path).forEachRow(of: "things") { _, record in rows.append(record) }
    return rows
  }

  @Test func `with bytes, records are the same to the last bit, whatever wrote them`() throws {
    let (source, target) = (folder.file("a.db"), folder.file("b.db"))
    func storedRows(_ path: String) throws -> [[UInt8]] {
      let environment = try Environment(path: path)
      defer { environment.close() }
      let people = try environment.databases(["people"])[0]
      return try environment.read { snapshot throws in
        var cursor = try snapshot.cursor(people)
        var rows: [[UInt8]] = []
        while let row = try cursor.next() { rows.append([UInt8](row.key) + [UInt8](row.value)) }
        return rows
      }
    }
    do {
      let store = try Store(path: source, schema: PeopleSchema.schema, options: TestStore.fast)
      try store.write { txn in
        for id in UInt64(0)..<100 {
          try txn.put(.init(id: id, name: "n\(id)", team: 7, photo: [1, 2, 3]), in: .people)
        }
      }
    }
    let dumped = try dump(source, withBytes: true)
    #expect(dumped.report.rowsWithBytes == 0)
    do {
      let store = try Store(path: target, schema: PeopleSchema.schema, options: TestStore.fast)
      var rest = dumped.lines[...]
      #expect(try store.load { rest.popFirst() } == 100)
    }
    #expect(try storedRows(target) == storedRows(source))
  }

  @Test func `fields that the schema in the file does not know are kept as bytes, and told`() throws {
    let old = try SchemaProgram("table Thing (table: \"things\") { id: ulong (key); a: int; }")
    let new = try SchemaProgram("table Thing (table: \"things\") { id: ulong (key); a: int; b: string; }")
    let (source, target) = (folder.file("a.db"), folder.file("b.db"))
    do {
      let store = try old.open(source)
      // As a program would that has a newer schema and is not told of it.
      let bytes = try JSONReader.build(
        SourceFile(path: "", text: "{ id: 1, a: 2, b: \"later\" }"),
        as: new.storage.tables[0].object, of: new.schema)
      let definition = old.definition.tables[0]
      try store.write { txn in _ = try txn.put(verified: bytes.bytes, definition) }
    }
    let dumped = try dump(source)
    #expect(dumped.report.rowsWithBytes == 1)
    #expect(dumped.lines[0].contains("\"bytes\": \""))
    _ = try load(dumped.lines, target, old)
    let row = try #require(try new.rows("things", new.open(target)).first)
    #expect(row.contains("\"b\": \"later\""), "\(row)")
  }

  @Test(arguments: [
    (#"{"table": "things", "record": {"id": 1, "x": 2}}"#, "line 3, column "),
    (#"{"table": "none", "record": {}}"#, "line 3: "),
    (#"{"record": {}}"#, "line 3, column 1: found no 'table'"),
    (#"{"table": "things"}"#, "line 3, column 1: found neither 'record' nor 'bytes'"),
    (#"{"table": "things", "row": {}}"#, "line 3, column 1: found 'row', expected"),
    (#"{"table": "things", "bytes": "0g"}"#, "line 3, column 1: found 'bytes' that are not hexadecimal"),
    (#"{"table": "things", "bytes": "00000000"}"#, "line 3: table things: these bytes are no t.Thing"),
    (
      #"{"table": "things", "key": "8", "record": {"id": 9}}"#,
      "line 3: the line is of key 8, and its record has the key 9"
    ),
    ("[1]", "line 3, column 1: found an array, expected an object"),
    ("nonsense", "line 3, column 1: "),
  ])
  func `a line that is wrong is named, and nothing is stored`(line: String, message: String) throws {
    let program = try SchemaProgram(Self.schema)
    let path = folder.file()
    let good = #"{"table": "things", "record": {"id": 1}}"#
    let error = storeError { _ = try load([good, "", line, good], path, program) }
    #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    #expect(try dump(path).lines.isEmpty)
  }
}
