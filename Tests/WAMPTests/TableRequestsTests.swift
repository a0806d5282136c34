import FlatBuffersReflection
import SharedBytes
import Testing

@testable import WAMP

/// What clients ask exposed tables, as records.
struct TableRequestsTests {
  // Each takes the bytes' owner: the compiler of Swift 6.3 does not get along with spans of what was just made.
  private func keys(in request: SharedBytes) throws -> [[UInt8]] { try TableRequests.keys(in: request.bytes) }
  private func query(in request: SharedBytes) throws -> TableQuery {
    try TableRequests.query(in: request.bytes)
  }
  private func row(in request: SharedBytes) throws -> (row: SharedBytes, hash: RowHash?) {
    try TableRequests.row(in: request.bytes)
  }
  private func deletion(in request: SharedBytes) throws -> (key: [UInt8], hash: RowHash?) {
    try TableRequests.deletion(in: request.bytes)
  }
  private func key(in request: SharedBytes) throws -> [UInt8] {
    let key = try TableRequests.key(in: request.bytes)
    return [UInt8](SharedBytes(copying: key))
  }

  @Test("what is asked is what is read")
  func roundTrip() throws {
    let one = try key(in: TableRequests.record(ofKey: [1, 2, 3]))
    #expect(one == [1, 2, 3])
    let many: [[UInt8]] = [[1], [], [2, 3]]
    let read = try keys(in: TableRequests.record(ofKeys: many))
    #expect(read == many)

    let everything = try query(in: TableRequests.record(of: TableQuery()))
    #expect(everything == TableQuery())
    var range = TableQuery()
    range.index = "byTeam"
    range.lower = .excluding([1])
    range.upper = .beginning([])
    range.isDescending = true
    range.limit = 7
    range.after = "users/07"
    let same = try query(in: TableRequests.record(of: range))
    #expect(same == range)

    let hash = RowHash(value: 0)
    let put = try row(in: TableRequests.record(ofRow: SharedBytes([1, 2]), if: hash))
    #expect(put.row == SharedBytes([1, 2]) && put.hash == hash)
    let deleted = try deletion(in: TableRequests.record(ofDeleting: [9], if: nil))
    #expect(deleted.key == [9] && deleted.hash == nil)
  }

  @Test("what ends a page is what is read")
  func results() throws {
    let end = TablePageEnd(count: 3, after: "users/07", missing: [0, 2], keys: 5, commit: 12)
    let payload = Payload.record(try TableResults.record(of: end), form: .binaryArgument)
    #expect(try TableResults.pageEnd(in: payload, of: "users.list") == end)
    let count = Payload.record(try TableResults.record(ofCount: 7), form: .passthru)
    #expect(try TableResults.count(in: count, of: "users.count") == 7)
    let commit = Payload.record(try TableResults.record(ofCommit: .max), form: .passthru)
    #expect(try TableResults.commit(in: commit, of: "users.put") == .max)
    #expect(throws: WAMPError.self) {
      try TableResults.pageEnd(in: Payload(arguments: [7]), of: "users.list")
    }
  }

  @Test("a key that is longer than any is refused before it is copied for all that refer to it")
  func longKeys() throws {
    let request = try TableRequests.record(ofKeys: [[1], [UInt8](repeating: 1, count: 505)])
    let error = #expect(throws: WAMPError.self) { try keys(in: request) }
    #expect(error?.message == "keys[1] has 505 bytes, a key at most 504")
  }

  @Test("more keys than a call may have are refused, and so is what is no request")
  func refused() throws {
    let many = try TableRequests.record(
      ofKeys: Array(repeating: [1], count: TablePaging.rowLimit + 1))
    #expect(throws: WAMPError.self) { try keys(in: many) }
    let damaged = SharedBytes([UInt8](repeating: 0xFF, count: 24))
    #expect(throws: WAMPError.self) { try query(in: damaged) }
    #expect(throws: WAMPError.self) { try keys(in: damaged) }
    #expect(throws: WAMPError.self) { try row(in: damaged) }
    #expect(throws: WAMPError.self) { try deletion(in: damaged) }
  }
}
