import FlatBuffersReflection
import Foundation
import Testing

@testable import RecordStore

/// Every edit of a schema between two runs of a program, with rows written before and after: opening either goes on
/// with the right values, or refuses and says what is wrong. Each in both directions.
@Suite struct SchemaChangeTests {
  struct Edit: CustomTestStringConvertible, Sendable {
    let name: String
    let old: String
    let new: String
    var rows = [#"{"id": 1, "a": 100, "b": "one"}"#, #"{"id": 2, "a": 250, "b": "two"}"#]
    /// The rows of a file that the new program made, if they are others.
    var newRows: [String]?
    var forward = Outcome.opens
    /// A file that the new program made and the old one opens.
    var backward = Outcome.opens
    var testDescription: String { name }
  }

  enum Outcome: Equatable, Sendable {
    /// Opens, and rows of either program are read by the other.
    case opens
    /// Refused unless the program accepts just this.
    case refusedUnlessAccepted(EvolutionFinding.Change, String)
    /// Refused with the finding, whatever is accepted.
    case refused(EvolutionFinding.Change, String)
    /// Refused because of the primary key.
    case keyRefused
  }

  static func thing(_ fields: String, more: String = "") -> String {
    "\(more) table Thing (table: \"things\") { id: ulong (key); \(fields) }"
  }

  static let base = thing("a: int; b: string;")

  static let edits: [Edit] = [
    Edit(name: "same schema", old: base, new: base),
    Edit(name: "comments only", old: base, new: "// new\n/// documented\n" + base),
    Edit(
      name: "field appended", old: base, new: thing("a: int; b: string; c: string;"),
      backward: .refusedUnlessAccepted(.fieldRemoved, "t.Thing.c")),
    Edit(
      name: "field with a new id",
      old: "table Thing (table: \"things\") { id: ulong (key, id: 0); a: int (id: 1); b: string (id: 2); }",
      new:
        "table Thing (table: \"things\") { id: ulong (key, id: 0); c: int (id: 3); a: int (id: 1); b: string (id: 2); }",
      backward: .refusedUnlessAccepted(.fieldRemoved, "t.Thing.c")),
    Edit(name: "new table", old: base, new: base + " table Other (table: \"others\") { id: ulong (key); }"),
    Edit(
      name: "new enum value at the end", old: thing("a: E; b: string;", more: "enum E: int { X, Y }"),
      new: thing("a: E; b: string;", more: "enum E: int { X, Y, Z }"), rows: [#"{"id": 1, "a": "Y"}"#],
      backward: .refusedUnlessAccepted(.enumMember, "t.E.Z")),
    Edit(
      name: "deprecated", old: base, new: thing("a: int; b: string (deprecated);"),
      newRows: [#"{"id": 1, "a": 5}"#], backward: .refusedUnlessAccepted(.fieldRevived, "t.Thing.b")),
    Edit(name: "the default it had said", old: base, new: thing("a: int = 0; b: string;")),
    Edit(
      name: "a new name on an old slot", old: base, new: thing("a: int; nick: string;"),
      newRows: [#"{"id": 1, "nick": "n"}"#],
      forward: .refusedUnlessAccepted(.renamed, "t.Thing.nick"),
      backward: .refusedUnlessAccepted(.renamed, "t.Thing.b")),
    Edit(
      name: "renamed, said by an attribute", old: base, new: thing("a: int; nick: string (was: \"b\");"),
      newRows: [#"{"id": 1, "nick": "n"}"#],
      backward: .refusedUnlessAccepted(.renamed, "t.Thing.b")),
    Edit(
      name: "a name that moved", old: base, new: thing("b: string; a: int;"),
      forward: .refused(.fieldMoved, "t.Thing.a"), backward: .refused(.fieldMoved, "t.Thing.a")),
    Edit(
      name: "field inserted in the middle", old: base, new: thing("a: int; shelf: string; b: string;"),
      forward: .refused(.fieldMoved, "t.Thing.b"), backward: .refused(.fieldMoved, "t.Thing.b")),
    Edit(
      name: "field removed in the middle", old: base, new: thing("b: string;"),
      rows: [#"{"id": 1, "b": "x"}"#],
      forward: .refused(.fieldMoved, "t.Thing.b"), backward: .refused(.fieldMoved, "t.Thing.b")),
    Edit(
      name: "the last field removed", old: base, new: thing("a: int;"), rows: [#"{"id": 1, "a": 1}"#],
      forward: .refusedUnlessAccepted(.fieldRemoved, "t.Thing.b")),
    Edit(
      name: "neither extends the other", old: thing("a: int; b: string; c: int;"),
      new: thing("a: int; b: string; d: int;"), forward: .refusedUnlessAccepted(.renamed, "t.Thing.d"),
      backward: .refusedUnlessAccepted(.renamed, "t.Thing.c")),
    Edit(
      name: "neither extends the other, of different types", old: thing("a: int; b: string; c: int;"),
      new: thing("a: int; b: string; d: string;"), forward: .refused(.fieldType, "t.Thing.d"),
      backward: .refused(.fieldType, "t.Thing.c")),
    Edit(
      name: "a scalar's default changed", old: base, new: thing("a: int = 7; b: string;"),
      forward: .refusedUnlessAccepted(.fieldDefault, "t.Thing.a"),
      backward: .refusedUnlessAccepted(.fieldDefault, "t.Thing.a")),
    Edit(
      name: "a vector's default changed", old: thing("a: int; b: [int];"),
      new: thing("a: int; b: [int] = [];"),
      rows: [#"{"id": 1, "b": [1]}"#], forward: .refusedUnlessAccepted(.fieldDefault, "t.Thing.b"),
      backward: .refusedUnlessAccepted(.fieldDefault, "t.Thing.b")),
    Edit(
      name: "int to long", old: base, new: thing("a: long; b: string;"),
      forward: .refused(.fieldType, "t.Thing.a"),
      backward: .refused(.fieldType, "t.Thing.a")),
    Edit(
      name: "uint to ulong", old: thing("a: uint; b: string;"), new: thing("a: ulong; b: string;"),
      forward: .refused(.fieldType, "t.Thing.a"), backward: .refused(.fieldType, "t.Thing.a")),
    Edit(
      name: "ulong to uint", old: thing("a: ulong; b: string;"), new: thing("a: uint; b: string;"),
      forward: .refused(.fieldType, "t.Thing.a"), backward: .refused(.fieldType, "t.Thing.a")),
    Edit(
      name: "int to float", old: base, new: thing("a: float; b: string;"),
      forward: .refused(.fieldType, "t.Thing.a"),
      backward: .refused(.fieldType, "t.Thing.a")),
    Edit(
      name: "string to table", old: base, new: thing("a: int; b: B;", more: "table B { x: int; }"),
      rows: [#"{"id": 1, "a": 3}"#], forward: .refused(.fieldType, "t.Thing.b"),
      backward: .refused(.fieldType, "t.Thing.b")),
    Edit(
      name: "string to vector", old: base, new: thing("a: int; b: [int];"), rows: [#"{"id": 1, "a": 3}"#],
      forward: .refused(.fieldType, "t.Thing.b"), backward: .refused(.fieldType, "t.Thing.b")),
    Edit(
      name: "required added", old: base, new: thing("a: int; b: string (required);"),
      forward: .refused(.fieldRequired, "t.Thing.b"), backward: .opens),
    Edit(
      name: "required removed", old: thing("a: int; b: string (required);"), new: base,
      backward: .refused(.fieldRequired, "t.Thing.b")),
    Edit(
      name: "enum values reordered", old: thing("a: E; b: string;", more: "enum E: int { X, Y }"),
      new: thing("a: E; b: string;", more: "enum E: int { Y, X }"), rows: [#"{"id": 1, "a": "Y"}"#],
      forward: .refused(.enumMember, "t.E.X"), backward: .refused(.enumMember, "t.E.Y")),
    Edit(
      name: "struct changed", old: thing("a: S; b: string;", more: "struct S { x: int; }"),
      new: thing("a: S; b: string;", more: "struct S { x: int; y: int; }"),
      rows: [#"{"id": 1, "a": {"x": 1}}"#],
      newRows: [#"{"id": 1, "a": {"x": 1, "y": 2}}"#],
      forward: .refused(.structLayout, "t.S"), backward: .refused(.structLayout, "t.S")),
    Edit(
      name: "union member appended",
      old: thing("a: int; u: U;", more: "table A { x: int; } table B { y: int; } union U { A }"),
      new: thing("a: int; u: U;", more: "table A { x: int; } table B { y: int; } union U { A, B }"),
      rows: [#"{"id": 1, "u_type": "A", "u": {"x": 5}}"#],
      backward: .refusedUnlessAccepted(.unionMember, "t.U.B")),
    Edit(
      name: "union members reordered",
      old: thing("a: int; u: U;", more: "table A { x: int; } table B { y: int; } union U { A, B }"),
      new: thing("a: int; u: U;", more: "table A { x: int; } table B { y: int; } union U { B, A }"),
      rows: [#"{"id": 1, "u_type": "A", "u": {"x": 5}}"#], forward: .refused(.unionMember, "t.U.A"),
      backward: .refused(.unionMember, "t.U.B")),
    Edit(
      name: "the key is another field", old: base,
      new: "table Thing (table: \"things\") { id: ulong; a: int (key); b: string; }", forward: .keyRefused,
      backward: .keyRefused),
    Edit(
      name: "the key's type changed to string", old: base,
      new: "table Thing (table: \"things\") { id: string (key); a: int; b: string; }",
      rows: [], forward: .keyRefused, backward: .keyRefused),
    Edit(
      name: "the key's type changed to signed", old: base,
      new: "table Thing (table: \"things\") { id: long (key); a: int; b: string; }", forward: .keyRefused,
      backward: .keyRefused),
    Edit(
      name: "a field of a nested table inserted",
      old: thing("a: int; n: N;", more: "table N { x: int; y: string; }"),
      new: thing("a: int; n: N;", more: "table N { x: int; z: string; y: string; }"),
      rows: [#"{"id": 1, "n": {"x": 1, "y": "why"}}"#], forward: .refused(.fieldMoved, "t.N.y"),
      backward: .refused(.fieldMoved, "t.N.y")),
  ]

  private static func forward(_ edit: Edit) -> (String, String, Outcome) {
    (edit.old, edit.new, edit.forward)
  }
  private static func backward(_ edit: Edit) -> (String, String, Outcome) {
    (edit.new, edit.old, edit.backward)
  }

  @Test(arguments: edits)
  func `new code on an old file`(edit: Edit) throws {
    try check(Self.forward(edit), edit.rows)
  }

  @Test(arguments: edits)
  func `old code on a file that only new code wrote`(edit: Edit) throws {
    try check(Self.backward(edit), edit.newRows ?? edit.rows)
  }

  private func check(_ versions: (first: String, second: String, outcome: Outcome), _ rows: [String]) throws {
    let folder = try TestFolder()
    let path = folder.file()
    let (first, second) = (try SchemaProgram(versions.first), try SchemaProgram(versions.second))
    let before: [String]
    do {
      let store = try first.open(path)
      try first.put(rows, store)
      before = try first.rows("things", store)
    }
    switch versions.outcome {
    case .opens:
      try goOn(first, second, path, rows, before)
    case .refusedUnlessAccepted(let change, let subject):
      let error = storeError { _ = try second.open(path) }
      #expect(error?.code == .schemaChanged)
      #expect(error?.findings.map(\.change) == [change])
      #expect(error?.findings.map(\.subject) == [subject])
      #expect(error?.message.contains(".init(.\(change.name), of: \"\(subject)\")") == true)
      try isUntouched(first, path, before)
      let accepted = AcceptedChange(change, of: subject)
      do { _ = try second.open(path, accepting: [accepted]) }
      // What was accepted once is known from then on, and the first program may go on, too.
      try goOn(first, second, path, rows, before)
    case .refused(let change, let subject):
      let error = storeError { _ = try second.open(path, accepting: [AcceptedChange(change, of: subject)]) }
      #expect(error?.code == .schemaChanged)
      #expect(error?.table == "things")
      #expect(
        error?.findings.contains { $0.change == change && $0.subject == subject } == true,
        "\(String(describing: error))")
      #expect(error?.message.contains(subject) == true)
      try isUntouched(first, path, before)
    case .keyRefused:
      let error = storeError { _ = try second.open(path) }
      #expect(error?.code == .schemaChanged)
      #expect(error?.message.contains("primary key") == true)
      try isUntouched(first, path, before)
    }
  }

  /// Both programs take turns on the file.
  private func goOn(
    _ first: SchemaProgram, _ second: SchemaProgram, _ path: String, _ rows: [String], _ before: [String]
  ) throws {
    do {
      let store = try second.open(path)
      let read = try second.rows("things", store)
      #expect(read.count == before.count)
      for (old, new) in zip(before, read) { try expectSameValues(old, new) }
      try second.put([#"{"id": 77}"#].filter { _ in !second.text.contains("required") }, store)
    }
    do {
      let store = try first.open(path)
      // A row that lacks what this program requires is an error, not a crash.
      if first.text.contains("required") {
        let verifies = try store.read { txn in unsafe txn.tables.takeUnretainedValue().verifiesOnRead }
        #expect(verifies)
        #expect(throws: (any Error).self) { _ = try first.rows("things", store) }
      } else {
        let read = try first.rows("things", store)
        #expect(Array(read.prefix(before.count)) == before)
      }
      try first.put(rows, store)
    }
    let store = try second.open(path)
    let count = try second.rows("things", store).count
    #expect(count >= before.count)
  }

  /// Compares a row as both programs read it: all that both have, under whatever name.
  private func expectSameValues(_ old: String, _ new: String) throws {
    let rows = try [old, new].map { row in
      try #require(JSONSerialization.jsonObject(with: Data(row.utf8)) as? [String: Any]).mapValues { "\($0)" }
    }
    let shared = Set(rows[0].keys).intersection(rows[1].keys)
    #expect(shared.contains("id"))
    for name in shared { #expect(rows[0][name] == rows[1][name], "\(name) of \(old) and \(new)") }
    // A field with another name holds the same value.
    let unshared = rows.map { row in Set(row.filter { !shared.contains($0.key) }.values) }
    if !unshared[0].isEmpty, !unshared[1].isEmpty { #expect(unshared[0] == unshared[1]) }
  }

  private func isUntouched(_ program: SchemaProgram, _ path: String, _ before: [String]) throws {
    let store = try program.open(path)
    #expect(try program.rows("things", store) == before)
  }
}
