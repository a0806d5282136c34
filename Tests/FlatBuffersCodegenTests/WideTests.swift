import FlatBuffersRuntime
import FlatBuffersReflection
import SeededRandom
import SharedBytes
import Testing

/// What few schemas have: arrays, unions of everything, keys, 64-bit vectors.
struct WideTests {
  static func full() -> Box.Draft {
    let cells = [Cell(id: 3, weight: 1.5), Cell(id: 1), Cell(id: 2)]
    return Box.Draft(
      title: "A box", part: .cell(Cell(id: 7, weight: 2)),
      parts: [.item(.init(key: "k", value: 1)), nil, .text("text"), .more("more"), .cell(Cell(id: 9))],
      needed: [], main: .text("main"),
      items: [.init(key: "b", value: 2), .init(key: "a", value: 1), .init(key: "ü", value: 3)].sortedByKey(),
      numbers: [.init(number: 2.5), .init(number: -1)].sortedByKey(), cells: cells.sortedByKey(),
      digests: [Digest(bytes: FixedArray([0, 0, 1, 0])!, size: 1), Digest(size: 2)].sortedByKey(),
      grid: Grid(
        corners: FixedArray(repeating: Cell(id: 4)), suits: FixedArray([.hearts, .clubs])!,
        name: FixedArray([1, 2, 3])!),
      aligned: [1, 2, 3], floats: [1, 2], far: "far away", farName: "", farFloats: [0.5], big: [9, 8, 7],
      cellBlock: cells, common: "common", names: ["n"], a_b: 1, aB: 2)
  }

  @Test("every field survives being written, verified and read")
  func roundTrip() throws {
    var draft = Self.full()
    draft.inner = Array(try RecordBuffer<TestWideItem>(.init(key: "inside", value: 5)).bytes)
    let buffer = try RecordBuffer<Box>(verifying: RecordBuffer<Box>(draft).bytes)
    #expect(buffer.record.draft == draft)
    let inner = buffer.record.innerRoot?.key.description
    #expect(inner == "inside")
    let number = buffer.record.grid?.corners[3].id
    #expect(number == 4)
  }

  @Test("a default string is not stored and read all the same")
  func defaultString() throws {
    let draft = Box.Draft(needed: [], main: .text(""), floats: [], farName: "", cellBlock: [])
    let buffer = try RecordBuffer<Box>(draft)
    let title = buffer.record.title.description
    #expect(title == "un\"titled\"")
    let isStored = buffer.record.table.contains(4)
    #expect(!isStored)
    #expect(buffer.record.draft == draft)
  }

  @Test("sorted vectors are searched by key")
  func search() throws {
    let buffer = try RecordBuffer<Box>(Self.full())
    let box = buffer.record
    for (key, value) in [("a", 1), ("b", 2), ("ü", 3)] as [(String, Int32)] {
      let found = box.items?.first(withKey: key)?.value
      #expect(found == value)
    }
    let missing = box.items?.first(withKey: "c") == nil
    #expect(missing)
    let number = box.numbers?.first(withKey: 2.5)?.number
    #expect(number == 2.5)
    #expect(box.cells?.first(withKey: 3)?.weight == 1.5)
    #expect(box.digests?.first(withKey: FixedArray([0, 0, 1, 0])!)?.size == 1)
    #expect(box.digests?.first(withKey: FixedArray(repeating: 1)) == nil)
  }

  @Test("vectors lie where they were asked to lie")
  func alignment() throws {
    let buffer = try RecordBuffer<Box>(Self.full())
    let start = unsafe buffer.bytes.withUnsafeBytes { Int(bitPattern: $0.baseAddress) }
    let aligned = unsafe buffer.record.aligned!.bytes.withUnsafeBytes { Int(bitPattern: $0.baseAddress) }
    #expect((aligned - start) % 16 == 0)
    let floats = unsafe buffer.record.floats.bytes.withUnsafeBytes { Int(bitPattern: $0.baseAddress) }
    #expect((floats - start) % 8 == 0)
    let span = buffer.record.floats.span
    let second = span?[1]
    #expect(second == 2)
  }

  @Test("an old program hands on the members it does not know")
  func unknownMembers() throws {
    var draft = Self.full()
    draft.part = .item(.init(key: "known", value: 1))
    let new = try RecordBuffer<Box>(draft)
    // The old schema has the same fields in the first places.
    let old = try RecordBuffer<OldBox>(verifying: new.bytes)
    var copy = old
    for _ in 0..<5 {
      var oldDraft = copy.record.draft
      oldDraft.title = "changed"
      copy = try RecordBuffer<OldBox>(verifying: RecordBuffer<OldBox>(oldDraft).bytes)
    }
    #expect(copy.bytes.count < new.bytes.count + 400, "grew from \(new.bytes.count) to \(copy.bytes.count)")
    // Read by the new schema's union again: a box without what the old one has not.
    let table = copy.record.table
    guard let parts = table.unions(12, tags: 10, of: Part.self) else {
      Issue.record("the parts are gone")
      return
    }
    let kept = parts.drafts
    #expect(kept == draft.parts)
  }

  @Test("a vector of unions needs as many tags as members")
  func unevenUnions() throws {
    var builder = Builder()
    let tags = builder.vector([Int32(9), 9])
    let text = builder.string("x")
    let members = builder.vector([text])
    builder.startTable()
    builder.add(offset: tags, 10)
    builder.add(offset: members, 12)
    let root = builder.endTable()
    let bytes = try builder.finish(root)
    #expect { _ = try RecordBuffer<OldBox>(verifying: bytes) } throws: { error in
      "\(error)".hasPrefix("OldBox.parts: union")
    }
  }

  @Test("a record can be read by the schema that its code carries")
  func embeddedSchema() throws {
    let embedded = try #require(Box.embeddedSchema)
    let schema = try Schema(binary: embedded.bytes)
    #expect(schema.fingerprint == embedded.fingerprint)
    let root = try #require(schema.rootTable)
    let bytes = try RecordBuffer<Box>(Self.full()).bytes
    #expect(try DynamicTable(verifying: bytes, as: root, of: schema)["title"]?.text == "A box")
  }

  @Test("a FlexBuffer in a field is verified")
  func flexBuffer() throws {
    var draft = Self.full()
    // The map {"a": 5}, as the reference writes it.
    draft.flexible = try FlexBuffer(["a": 5])
    #expect(draft.flexible.map { Array($0.bytes) } == [97, 0, 1, 3, 1, 1, 1, 5, 4, 2, 36, 1])
    let buffer = try RecordBuffer<Box>(draft)
    #expect(throws: Never.self) { _ = try RecordBuffer<Box>(verifying: buffer.bytes) }
    let five = buffer.record.flexibleRoot?["a"]?.integer
    #expect(five == 5)
    #expect(buffer.draft == draft)
    draft.flexible = FlexBuffer(unverified: [97, 0, 1, 200, 1, 1, 1, 5, 4, 2, 36, 1])
    let damaged = try RecordBuffer<Box>(draft)
    #expect { _ = try RecordBuffer<Box>(verifying: damaged.bytes) } throws: { error in
      // The place is one in the FlexBuffer, and none of the record.
      "\(error)".hasPrefix("Box.flexible: ") && (error as? VerificationError)?.position == nil
    }
  }

  @Test("no damaged byte makes an accepted record unreadable", arguments: 0..<200)
  func damage(seed: Int) throws {
    var draft = Self.full()
    draft.inner = Array(try RecordBuffer<TestWideItem>(.init(key: "inside", value: 5)).bytes)
    var bytes = Array(try RecordBuffer<Box>(draft).bytes)
    var random = SplitMix64(seed: UInt64(seed))
    for _ in 0..<3 {
      bytes[bytes.indices.randomElement(using: &random)!] = .random(in: 0...255, using: &random)
    }
    guard let buffer = try? RecordBuffer<Box>(verifying: SharedBytes(bytes)) else { return }
    let copy = buffer.record.draft
    _ = buffer.record.innerRoot?.draft
    _ = try RecordBuffer<Box>(copy)
  }
}
