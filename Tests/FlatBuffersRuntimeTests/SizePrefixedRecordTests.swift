import FlatBuffersRuntime
import SharedBytes
import Testing

@Suite struct SizePrefixedRecordTests {
  static let drafts: [User.Draft] = [
    .init(id: 1, name: "Ann"),
    .init(
      id: 2, name: "Bob", address: .init(city: "Łódź", zip: 90001), scores: [1, 2, 3],
      friends: [.init(id: 8, name: "Cem")], tags: ["a", ""], place: Vec3(x: 1, y: 2, z: 3, flag: true),
      avatar: [1, 2, 3], contact: .user(.init(id: 10, name: "Dee"))),
    .init(name: ""),
  ]

  @Test func `records in a stream are read one after the other`() throws {
    var stream: [UInt8] = []
    for draft in Self.drafts { stream += Array(try SizePrefixedRecord<User>(draft).bytes) }
    var rest = SharedBytes(stream)
    var read: [User.Draft] = []
    while !rest.isEmpty {
      let next = try SizePrefixedRecord<User>(verifying: rest)
      read.append(next.record.draft)
      rest = rest.slice(next.bytes.count..<rest.count)
    }
    #expect(read == Self.drafts)
  }

  @Test(arguments: drafts)
  func `the size does not count itself, and fields are aligned from its first byte`(draft: User.Draft) throws
  {
    let bytes = Array(try SizePrefixedRecord<User>(draft).bytes)
    let size = (0..<4).reduce(0) { $0 | Int(bytes[$1]) << ($1 * 8) }
    #expect(size == bytes.count - 4)
    #expect(bytes.count % 4 == 0)
    // As a record of its own it has its 64-bit fields at odd places.
    if draft.id != 0 {
      #expect(throws: VerificationError.self) {
        try RecordBuffer<User>(verifying: SharedBytes(Array(bytes[4...])))
      }
    }
  }

  @Test func `the view is not taken for a record without a size`() throws {
    let record = try SizePrefixedRecord<User>(Self.drafts[1])
    let isRecord = record.record.recordBytes != nil
    #expect(!isRecord)
  }

  @Test func `every shortened record is refused`() throws {
    let bytes = Array(try SizePrefixedRecord<User>(Self.drafts[1]).bytes)
    for count in 0..<bytes.count {
      #expect(throws: VerificationError.self) {
        try SizePrefixedRecord<User>(verifying: SharedBytes(Array(bytes[..<count])))
      }
    }
  }

  @Test func `a size that does not reach the end of the record is refused`() throws {
    var bytes = Array(try SizePrefixedRecord<User>(Self.drafts[1]).bytes)
    for size in 0..<(bytes.count - 4) {
      for place in 0..<4 { bytes[place] = UInt8(truncatingIfNeeded: size >> (place * 8)) }
      if let record = try? SizePrefixedRecord<User>(verifying: SharedBytes(bytes)) {
        #expect(record.bytes.count == size + 4)
        _ = record.record.draft
      }
    }
  }
}
