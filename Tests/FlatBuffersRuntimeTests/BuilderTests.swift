import SharedBytes
import Testing

@testable import FlatBuffersRuntime

@Suite struct BuilderTests {
  @Test func `bytes finished in place are those finished to keep`() throws {
    let draft = User.Draft(id: 7, name: "Ann", scores: [1, 2, 3], tags: ["a", "", "ccc"])
    var builder = Builder(capacity: 1)
    let kept = try builder.finish(try draft.write(to: &builder), identifier: "USER")
    for _ in 0..<3 {
      builder.reset()
      let root = try draft.write(to: &builder)
      try builder.finishInPlace(root, identifier: "USER")
      let bytes = SharedBytes(copying: builder.finishedBytes)
      #expect(Array(bytes) == Array(kept))
    }
    #expect(Array(kept)[4..<8] == Array("USER".utf8)[...])
  }

  @Test(arguments: ["", "USE", "USERS", "Łódź"])
  func `an identifier has four bytes`(identifier: String) throws {
    var builder = Builder()
    builder.startTable()
    let root = builder.endTable()
    let error: BuildError?
    do {
      _ = try builder.finish(root, identifier: identifier)
      error = nil
    } catch let caught {
      error = caught
    }
    #expect(error?.code == .identifier)
  }

  @Test(arguments: [1, 8, 9, 40, 1000])
  func `each shape of table is described once, however many there are`(shapes: Int) throws {
    // A table of shape n has the one field n: all vtables differ.
    func build(rounds: Int) throws -> Int {
      var builder = Builder()
      var tables: [BufferOffset] = []
      for _ in 0..<rounds {
        for shape in 0..<shapes {
          builder.startTable()
          builder.add(UInt32(shape), 4 + shape * 2)
          tables.append(builder.endTable())
        }
      }
      let vector = builder.vector(tables)
      builder.startTable()
      builder.add(offset: vector, 4)
      return try builder.finish(builder.endTable()).count
    }
    // The first tables may differ from later ones by padding. Another round costs a table of eight bytes and four bytes in the vector, for each shape.
    #expect(try build(rounds: 4) - build(rounds: 3) == shapes * 12)
  }

  @Test(arguments: [4, 66, 68, 1000, 65_532])
  func `a field of any slot is read back`(slot: Int) throws {
    var builder = Builder()
    builder.startTable()
    builder.add(UInt64.max, slot)
    let bytes = try builder.finish(builder.endTable())
    let table = unsafe TableView(unverifiedRoot: bytes.bytes)
    #expect(table.value(slot, default: UInt64(0)) == .max)
    let hasNext = table.contains(slot + 2)
    #expect(!hasNext)
  }

  @Test func `fields of a table that was not ended are forgotten`() throws {
    var builder = Builder()
    builder.startTable()
    builder.add(UInt32(1), 40)
    builder.startTable()
    builder.add(UInt32(2), 4)
    let first = try builder.finish(builder.endTable())
    #expect(unsafe !TableView(unverifiedRoot: first.bytes).contains(40))

    builder.reset()
    builder.startTable()
    builder.add(UInt32(1), 40)
    builder.reset()
    builder.startTable()
    builder.add(UInt32(2), 4)
    let second = try builder.finish(builder.endTable())
    #expect(unsafe !TableView(unverifiedRoot: second.bytes).contains(40))
  }

  @Test(arguments: 0..<24, [4, 8, 16, 32])
  func `what lies between objects is zero, at every alignment`(count: Int, alignment: Int) throws {
    var builder = Builder(capacity: 64)
    // Used memory: what was not written anew would show.
    _ = builder.vector([UInt8](repeating: 0xff, count: 1000))
    builder.reset()
    let text = builder.string(String(repeating: "\u{1}", count: count))
    let vector = builder.vector([UInt8](repeating: 1, count: count), alignment: alignment)
    builder.startTable()
    builder.add(offset: text, 4)
    builder.add(offset: vector, 6)
    builder.add(UInt8(1), 8)
    let bytes = Array(try builder.finish(builder.endTable()))
    // Only the offset from the table to its vtable may be negative, but the vtable comes first here.
    #expect(!bytes.contains(0xff))
  }

  @Test(arguments: 0..<70, [0, 1, 3, 8])
  func `vectors are aligned whatever follows the record and however often memory grows`(
    tail: Int, prefix: Int
  ) throws {
    var builder = Builder(externalTail: tail, prefixCount: prefix, capacity: 64)
    _ = builder.externalVector(prefix: [UInt8](repeating: 1, count: prefix))
    var vectors: [(BufferOffset, alignment: Int)] = []
    for count in 0..<20 {
      _ = builder.string(String(repeating: "x", count: count))
      for alignment in [4, 8, 16, 32] {
        let elements = [UInt8](repeating: 1, count: count)
        vectors.append((builder.vector(elements, alignment: alignment), alignment))
      }
    }
    builder.startTable()
    builder.add(UInt64(1), 4)
    let head = try builder.finish(builder.endTable())
    let size = head.count + tail + builder.tailPadding
    for (vector, alignment) in vectors {
      #expect((size - Int(vector.distance) + 4) % alignment == 0)
    }
  }

  @Test func `a record that is kept stays as it is while the builder goes on`() throws {
    var builder = Builder()
    let first = try builder.finish(try User.Draft(id: 1, name: "Ann").write(to: &builder))
    let copy = Array(first)
    builder.reset()
    _ = try builder.finish(try User.Draft(id: 2, name: "Bob").write(to: &builder))
    #expect(Array(first) == copy)
  }

  @Test func `strings that look the same in other bytes are kept apart`() throws {
    var builder = Builder()
    let composed = builder.sharedString("caf\u{e9}")
    let decomposed = builder.sharedString("cafe\u{301}")
    #expect(composed != decomposed)
    #expect(builder.sharedString("cafe\u{301}") == decomposed)
    #expect(builder.string("caf\u{e9}", default: "cafe\u{301}") != nil)
    #expect(builder.string("caf\u{e9}", default: "caf\u{e9}") == nil)
    #expect(builder.sharedString("", default: "") == nil)
  }

  @Test func `defaults are written if they are to be`() throws {
    var builder = Builder()
    builder.forcesDefaults = true
    let forced = try RecordBuffer<User>(
      verifying: builder.finish(try User.Draft(name: "Ann").write(to: &builder)))
    #expect(forced.draft == User.Draft(name: "Ann"))
    let usual = try RecordBuffer<User>(User.Draft(name: "Ann"))
    for (slot, isScalar) in [(4, true), (8, true), (18, true), (24, false)] {
      let isForced = forced.record.table.contains(slot)
      let isUsual = usual.record.table.contains(slot)
      #expect(isForced == isScalar)
      #expect(!isUsual)
    }
  }
}
