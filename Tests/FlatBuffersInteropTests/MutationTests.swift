import FlatBuffersRuntime
import FlatBuffersReflection
import SharedBytes
import Testing

/// Our two verifiers and C++'s, side by side on damaged records.
@Suite("Verifiers")
struct MutationTests {
  /// What became of one damaged record.
  struct Verdict: CustomStringConvertible {
    let record: SharedBytes
    let generated: VerificationError?
    let reflective: VerificationError?
    let table: DynamicTable?

    var description: String {
      "generated: \(generated?.description ?? "accepted"), reflective: \(reflective?.description ?? "accepted")"
    }

    init(_ record: SharedBytes, _ museum: Museum) {
      self.record = record
      do throws(VerificationError) {
        _ = try RecordBuffer<Specimen>(verifying: record)
        generated = nil
      } catch {
        generated = error
      }
      do throws(VerificationError) {
        table = try DynamicTable(verifying: record, as: museum.root, of: museum.schema)
        reflective = nil
      } catch {
        table = nil
        reflective = error
      }
    }
  }

  static let groups = 0..<40

  /// Five hundred damaged records of five sound ones.
  static func verdicts(_ group: Int, _ museum: Museum) throws -> [Verdict] {
    var dice = Dice(seed: group)
    return try (0..<5).flatMap { index in
      let ours = try Museum.record(seed: 1000 + group * 5 + index)
      let sound = Array(index.isMultiple(of: 2) ? ours : try museum.reference.build(museum.print(ours)))
      return (0..<100).map { _ in
        var bytes = sound
        Mutation.damage(&bytes, &dice)
        return Verdict(SharedBytes(bytes), museum)
      }
    }
  }

  @Test("our verifiers and C++'s agree, and what is accepted is read to its end", arguments: groups)
  func damage(group: Int) throws {
    let museum = try Museum()
    var accepted = 0
    for verdict in try Self.verdicts(group, museum) {
      let isAcceptedAtOnce = Verifier.accepts(verdict.record.bytes, by: museum.plan)
      #expect(verdict.reflective == nil || !isAcceptedAtOnce, "\(verdict)")
      // Generated code never reads a deprecated field; whoever walks by the schema does.
      let isDeprecated = verdict.reflective?.path == "Specimen.gone"
      let agrees = (verdict.generated == nil) == (verdict.reflective == nil)
      #expect(agrees || isDeprecated, "\(verdict)")

      let isAcceptedByCPlusPlus = Reference.verifyAsGenerated(verdict.record, museum.binary)
      if let error = verdict.generated {
        #expect(!isAcceptedByCPlusPlus || Self.isOverlookedByCPlusPlus(error), "\(verdict)")
      } else {
        accepted += 1
        #expect(isAcceptedByCPlusPlus, "\(verdict)")
        _ = try RecordBuffer<Specimen>(Museum.draft(verdict.record))
      }
      if let table = verdict.table { try Self.read(table, of: verdict, museum) }
    }
    #expect(accepted > 50 && accepted < 450, "\(accepted) of 500 records were accepted")
  }

  @Test("a deprecated field need not be there, even if it is required")
  func deprecated() throws {
    let schema = try Museum.schema(
      of: "union U { T } table T { old: string (required, deprecated); thing: U (required, deprecated); "
        + "new: int; } root_type T;")
    var builder = Builder()
    builder.startTable()
    builder.add(Int32(1), 10)
    let record = try builder.finish(builder.endTable())
    #expect(Reference.verifyAsGenerated(record, try schema.binary()))
    let table = try DynamicTable(verifying: record, as: try #require(schema.rootTable), of: schema)
    #expect(table["old"] == nil && table["new"] != nil)
  }

  @Test("types of a vector of unions without members are refused where the vtable ends with them, too")
  func lonelyTypes() throws {
    let museum = try Museum()
    var builder = Builder()
    let text = builder.string("text")
    let numbers = builder.vector([Int32]())
    let types = builder.vector([UInt8(3)])
    builder.startTable()
    builder.add(offset: text, 56)
    builder.add(UInt8(3), 78)
    builder.add(offset: text, 80)
    builder.add(offset: numbers, 92)
    builder.add(offset: types, 124)
    let verdict = try Verdict(builder.finish(builder.endTable()), museum)
    #expect(verdict.generated?.fault == .union && verdict.reflective?.fault == .union, "\(verdict)")
    #expect(!Reference.verifyAsGenerated(verdict.record, museum.binary))
  }

  @Test(
    "a union's type without a value, and a value without a type, are no value, where C++ takes them",
    arguments: [
      (tag: 1, hasMember: false), (tag: 2, hasMember: false), (tag: 3, hasMember: false),
      (tag: 9, hasMember: false), (tag: 0, hasMember: true),
    ])
  func halfUnions(tag: Int, hasMember: Bool) throws {
    let schema = try Museum.schema(
      of: "struct S { s: int; } table A { a: int; } union U { A, S, Text: string } table T { u: U; v: [U]; } "
        + "root_type T;")
    var builder = Builder()
    let text = builder.string("text")
    builder.startTable()
    if tag != 0 { builder.add(UInt8(tag), 4) }
    if hasMember { builder.add(offset: text, 6) }
    let record = try builder.finish(builder.endTable())
    let isAccepted = Reference.verifyAsGenerated(record, try schema.binary())
    let root = try #require(schema.rootTable)
    guard isAccepted else {
      #expect(tag == 2, "C++ looks for a struct where there is none")
      #expect(throws: VerificationError.self) { try DynamicTable(verifying: record, as: root, of: schema) }
      return
    }
    let table = try DynamicTable(verifying: record, as: root, of: schema)
    #expect(table["u"] == nil)
    let printed = try JSONPrinter.print(table)
    let again = try JSONReader.build(SourceFile(path: "t.json", text: printed), as: root, of: schema)
    let rebuilt = try DynamicTable(verifying: again, as: root, of: schema)
    #expect(try JSONPrinter.print(rebuilt) == printed || tag == 0)
    #expect(rebuilt["u"] == nil)
  }

  @Test("generated code judges halves of unions as C++ does, and reads no value")
  func generatedHalves() throws {
    let museum = try Museum()
    // The types of `thing`, and `needed`, which the schema requires.
    func verdict(thing: UInt8?, member: Bool, needed: UInt8) throws -> Verdict {
      var builder = Builder()
      let text = builder.string("text")
      let numbers = builder.vector([Int32]())
      builder.startTable()
      builder.add(offset: text, 56)
      if let thing { builder.add(thing, 74) }
      if member { builder.add(offset: text, 76) }
      builder.add(needed, 78)
      builder.add(offset: text, 80)
      builder.add(offset: numbers, 92)
      return try Verdict(builder.finish(builder.endTable()), museum)
    }
    for (thing, member) in [(1, false), (2, false), (3, false), (9, false), (0, true)] as [(UInt8, Bool)] {
      let verdict = try verdict(thing: thing, member: member, needed: 3)
      let isAccepted = Reference.verifyAsGenerated(verdict.record, museum.binary)
      #expect(
        (verdict.generated == nil) == isAccepted && (verdict.reflective == nil) == isAccepted, "\(verdict)")
      if isAccepted { #expect(try Museum.draft(verdict.record).thing == nil) }
    }
    #expect(try verdict(thing: nil, member: false, needed: 0).generated?.fault == .union)
  }

  /// Whether a fault is one that C++ does not look for.
  private static func isOverlookedByCPlusPlus(_ error: VerificationError) -> Bool {
    switch error.kind {
    // The size that a vtable has for itself, and the one it has for the table.
    case .vtable, .table, .outOfRange: true
    // An offset within a vector that leads to itself, or to a union's member that is not known.
    case .offset(let offset, _): error.path.hasSuffix("]") && (offset == 0 || error.path.contains("things["))
    // Elements that are read in place: C++ looks at where the vector's count is only.
    case .misaligned: true
    // A member without a type in a vector, and one that the schema requires.
    case .union: true
    default: false
    }
  }

  /// Reads a record by its schema, as C++ does.
  private static func read(_ table: DynamicTable, of verdict: Verdict, _ museum: Museum) throws {
    // Fails if a damaged string is no UTF-8.
    let printed = try? JSONPrinter.print(table)
    // The library refuses members it does not know, data of newer schemas, and halves of unions.
    guard knowsAllMembers(table), !hasHalfUnion(table) else { return }
    #expect(Reference.verify(verdict.record, museum.binary), "\(verdict)")
    let theirs = try? museum.reference.print(verdict.record)
    #expect(printed == theirs, "\(verdict)")
  }

  /// Whether there is a type without a member, or a member without a type, which reads as neither.
  private static func hasHalfUnion(_ table: DynamicTable) -> Bool {
    table["thing"] == nil
      && table.definition.fields.contains { ["thing_type", "thing"].contains($0.name) && table.contains($0) }
  }

  /// Whether every member of a union has a type: C++ ends the program where it prints another one.
  private static func knowsAllMembers(_ table: DynamicTable) -> Bool {
    func isKnown(_ member: DynamicValue?) -> Bool {
      if case .unknownMember? = member { false } else { true }
    }
    guard isKnown(table["thing"]), isKnown(table["must"]) else { return false }
    guard case .vector(let things)? = table["things"] else { return true }
    return things.indices.allSatisfy { things[$0] != nil && isKnown(things[$0]) }
  }
}
