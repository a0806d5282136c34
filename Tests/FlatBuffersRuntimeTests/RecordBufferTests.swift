import FlatBuffersRuntime
import SeededRandom
import SharedBytes
import Testing

private let ann = User.Draft(
  id: 7, name: "Ann", address: .init(city: "Łódź", zip: 90001), scores: [1, 2, 3],
  friends: [.init(id: 8, name: "Bob"), .init(id: 9, name: "Cem", age: 44)], tags: ["a", "", "ccc"],
  color: .blue, place: Vec3(x: 1, y: 2, z: 3, flag: true), avatar: [1, 2, 3, 4, 5], rank: 0,
  contact: .user(.init(id: 10, name: "Dee")))

@Suite struct RecordBufferTests {
  @Test func `a record reads back every field it was built from`() throws {
    let buffer = try RecordBuffer<User>(ann)
    let user = buffer.record
    #expect(user.id == 7)
    #expect(user.age == 18)
    #expect(user.name.description == "Ann")
    #expect(user.draft == ann)
    let size = user.recordBytes?.byteCount
    #expect(size == buffer.bytes.count)
  }

  @Test func `a nested table is not a record of its own`() throws {
    let buffer = try RecordBuffer<User>(ann)
    if let address = buffer.record.address {
      let isRecord = address.recordBytes != nil
      #expect(!isRecord)
      #expect("\(address.city)" == "Łódź")
    }
  }

  @Test func `built bytes pass the verifier`() throws {
    _ = try RecordBuffer<User>(verifying: RecordBuffer<User>(ann).bytes)
  }

  @Test func `absent fields read as their defaults`() throws {
    let buffer = try RecordBuffer<User>(.init(name: "x"))
    #expect(buffer.record.draft == User.Draft(name: "x"))
    let hasFriends = buffer.record.friends != nil
    #expect(!hasFriends)
  }

  @Test func `tables of equal shape share a vtable`() throws {
    let one = try RecordBuffer<User>(.init(name: "x", friends: [.init(id: 1, name: "a")]))
    let two = try RecordBuffer<User>(
      .init(name: "x", friends: [.init(id: 1, name: "a"), .init(id: 2, name: "b")]))
    // offset 4, table 4 + 8 + 4 (padded to 8) and a string of 8.
    #expect(two.bytes.count - one.bytes.count <= 32)
  }

  @Test(arguments: 0..<500)
  func `no damaged byte makes a verified record unreadable`(seed: Int) throws {
    let good = Array(try RecordBuffer<User>(ann).bytes)
    var generator = SplitMix64(seed: UInt64(seed))
    var bad = good
    for _ in 0...Int(generator.next() % 4) {
      bad[Int(generator.next() % UInt64(bad.count))] = UInt8(truncatingIfNeeded: generator.next())
    }
    if generator.next() % 4 == 0 { bad.removeLast(Int(generator.next() % UInt64(bad.count))) }
    guard let buffer = try? RecordBuffer<User>(verifying: SharedBytes(bad)) else { return }
    _ = buffer.record.draft
  }

  @Test func `an error names the path to the fault`() throws {
    var bytes = Array(try RecordBuffer<User>(.init(name: "x", friends: [.init(name: "abcdefgh")])).bytes)
    let position = try #require(bytes.firstRange(of: Array("abcdefgh\0".utf8))?.upperBound)
    bytes[position - 1] = 1
    let error = #expect(throws: VerificationError.self) {
      try RecordBuffer<User>(verifying: SharedBytes(bytes))
    }
    #expect(error?.description == "User.friends[0].name: string has no terminating zero")
  }

  @Test func `a fault of a vector itself names no element`() throws {
    let bytes = Array(try RecordBuffer<User>(.init(name: "x", tags: ["t1", "t2"])).bytes)
    // The count of the tags stands before their two offsets and the strings these refer to.
    let first = try #require(bytes.firstRange(of: [2, 0, 0, 0] as [UInt8]).map { $0.lowerBound })
    let counts = bytes.indices.filter {
      $0 >= first && $0 % 4 == 0 && bytes[$0...].starts(with: [2, 0, 0, 0])
    }
    let paths = counts.compactMap { count in
      var damaged = bytes
      damaged[count + 2] = 1
      do throws(VerificationError) {
        _ = try RecordBuffer<User>(verifying: SharedBytes(damaged))
        return nil as String?
      } catch {
        return error.path
      }
    }
    #expect(Set(paths) == ["User.tags", "User.tags[0]", "User.tags[1]"])
  }

  @Test(arguments: [0, 1, 8, 127, 4096])
  func `an external tail follows the header 8-byte aligned`(count: Int) throws {
    var builder = Builder(externalTail: count)
    let payload = builder.externalVector()
    let name = builder.string("head")
    builder.startTable()
    builder.add(offset: name, 6)
    builder.add(offset: payload, 22)
    let root = builder.endTable()
    let head = try builder.finish(root)
    let tail = [UInt8](repeating: 7, count: count)
    #expect(head.count % 8 == 0)
    let whole = Array(head) + tail + [UInt8](repeating: 0, count: builder.tailPadding)
    #expect(whole.count % 8 == 0)
    let buffer = try RecordBuffer<User>(verifying: SharedBytes(whole))
    #expect(buffer.record.draft.avatar == tail)
  }

  @Test func `a builder is used again without allocating`() throws {
    var builder = Builder()
    for round in 0..<3 {
      builder.reset()
      let root = try User.Draft(id: UInt64(round), name: "again").write(to: &builder)
      let bytes = try builder.finish(root)
      // A named buffer: Swift 6.3.1 crashes on a view of a temporary beside a noncopyable value.
      let buffer = try RecordBuffer<User>(verifying: bytes)
      #expect(buffer.record.id == UInt64(round))
    }
  }
}
