import FlatBuffersRuntime
import FlatBuffersReflection
import Foundation
import SharedBytes
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// Members of unions that old code does not know.
@Suite("Versions") struct VersionsTests {
  /// An `Old` whose member has a tag that only the future knows, at the last of its bytes.
  static let memberAtTheEnd =
    le32(12) + le16(8) + le16(12) + le16(8) + le16(4) + le32(8) + le32(7) + [9, 0, 0, 0xAA]

  /// A `New` as a writer that goes front to back makes it: the vtable of `Inner` lies long before its table.
  static let vtablesFirst =
    le32(20) + le16(8) + le16(12) + le16(8) + le16(4) + le16(6) + le16(8) + le16(4) + [0, 0]
    + le32(16) + le32(56) + [2, 0, 0, 0] + [UInt8](repeating: 0, count: 40)
    + le16(6) + le16(8) + le16(4) + [0, 0] + le32(8) + le32(4) + le32(76) + le32(77)

  @Test("a member of the future at the last byte is kept without a look at what follows")
  func memberAtTheEnd() throws {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let mapped = unsafe mmap(nil, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
    let memory = unsafe try #require(mapped)
    defer { unsafe munmap(memory, 2 * page) }
    unsafe mprotect(memory + page, page, PROT_NONE)
    let bytes = Self.memberAtTheEnd
    let start = unsafe memory + page - bytes.count
    unsafe bytes.withUnsafeBytes { unsafe start.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
    let shared = unsafe SharedBytes(
      unsafeStart: UnsafeRawPointer(start), count: bytes.count, keptAliveBy: nil)
    let buffer = try RecordBuffer<Old>(verifying: shared)
    let copy = try RecordBuffer<Old>(buffer.record.draft)
    let again = try RecordBuffer<Old>(verifying: copy.bytes)
    #expect(again.record.draft.part?.tag == 9)
  }

  @Test("a member is kept with vtables that lie before it")
  func vtablesFirst() throws {
    let bytes = SharedBytes(Self.vtablesFirst)
    let new = try RecordBuffer<New>(verifying: bytes)
    let before = new.record.draft
    #expect(before.part == .outer(.init(inner: .init(number: 77))))
    let old = try RecordBuffer<Old>(verifying: bytes)
    let copy = try RecordBuffer<Old>(old.record.draft)
    let back = try RecordBuffer<New>(verifying: copy.bytes)
    #expect(back.record.draft == before)
  }

  @Test("members that are kept one by one share what is kept of their record", arguments: [10, 1000])
  func sharing(count: Int) throws {
    let parts = (0..<count).map { NewPart.Draft.outer(.init(inner: .init(number: Int32($0)))) }
    let new = try RecordBuffer<New>(New.Draft(parts: parts))
    let old = try RecordBuffer<Old>(verifying: new.bytes)
    var drafts: [OldPart.Draft?] = []
    if let parts = old.record.parts {
      for index in parts.indices { drafts.append(parts[index]?.draft) }
    }
    for order in [drafts, drafts.reversed()] {
      let copy = try RecordBuffer<Old>(Old.Draft(parts: order))
      #expect(copy.bytes.count <= 3 * new.bytes.count + 400)
      let back = try RecordBuffer<New>(verifying: copy.bytes)
      let kept = back.record.draft.parts
      #expect(kept == (order == drafts ? parts : parts.reversed()))
    }
  }

  @Test("members of two records are kept apart")
  func twoRecords() throws {
    let drafts = try [1111, 2222].map { (number: Int32) in
      let new = try RecordBuffer<New>(New.Draft(part: .outer(.init(inner: .init(number: number)))))
      return try RecordBuffer<Old>(verifying: new.bytes).draft
    }
    let copy = try RecordBuffer<Old>(
      Old.Draft(part: drafts[0].part, parts: [drafts[1].part, drafts[0].part]))
    let back = try RecordBuffer<New>(verifying: copy.bytes)
    func outer(_ number: Int32) -> NewPart.Draft { .outer(.init(inner: .init(number: number))) }
    #expect(back.record.draft == New.Draft(part: outer(1111), parts: [outer(2222), outer(1111)]))
  }
}

func le32(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
func le16(_ value: Int) -> [UInt8] { (0..<2).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
