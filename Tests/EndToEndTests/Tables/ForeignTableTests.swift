import Flatwire
import Programs
import Testing

/// Tables that a router exposes, for callers that speak records and are none of ours: with the schema written down anew.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct ForeignTableTests {
  private func exposing(_ body: (Router, WAMPSession) async throws -> Void) async throws {
    try await withStore { store in
      try await withRouter { router in
        try await router.expose(.users, of: store, as: "users", allowing: .all)
        let session = try await join(router, .cbor)
        try await body(router, session)
        await session.close()
      }
    }
  }

  private func record<Record: FlatTable & ~Escapable>(
    _ draft: Record.Draft, as type: Record.Type
  ) throws -> Payload {
    .record(try RecordBuffer<Record>(draft).bytes, form: .binaryArgument)
  }

  private func key(_ id: UInt8) -> [UInt8] { [0, 0, 0, 0, 0, 0, 0, id] }

  private func page(_ result: CallResult) throws -> ToldPage.Draft {
    let bytes = try #require(result.payload.record?.bytes)
    let page = try RecordBuffer<ToldPage>(verifying: bytes)
    return page.read { $0.draft }
  }

  private func ids(_ page: ToldPage.Draft) throws -> [UInt64] {
    try (page.rows ?? []).map { row in
      let user = try RecordBuffer<User>(verifying: SharedBytes(row.record ?? []))
      return user.read { $0.id }
    }
  }

  @Test("who does not take progressive results gets a page in one record")
  func atOnce() async throws {
    try await exposing { _, session in
      let all = try await session.call("users.list", record(AskedRange.Draft(), as: AskedRange.self))
      let first = try page(all)
      #expect(first.count == 20 && first.after == nil)
      let everyone = try ids(first)
      #expect(everyone == Array(1...20))

      var range = AskedRange.Draft(from: key(5), fromKind: .excluding, descending: true, limit: 3)
      let high = try page(try await session.call("users.list", record(range, as: AskedRange.self)))
      let last = try ids(high)
      #expect(last == [20, 19, 18])
      range.after = high.after
      range.limit = 100
      let rest = try page(try await session.call("users.list", record(range, as: AskedRange.self)))
      let low = try ids(rest)
      #expect(low == (6...17).reversed() && rest.after == nil)

      range = AskedRange.Draft(index: "usersByTeam", from: key(1), to: key(1))
      let team = try page(try await session.call("users.list", record(range, as: AskedRange.self)))
      let members = try ids(team)
      #expect(members == [1, 4, 7, 10, 13, 16, 19])
    }
  }

  @Test("bytes that are no keys, kinds that mean nothing and places that there can't be are refused")
  func refused() async throws {
    let ranges = [
      AskedRange.Draft(from: [1]), AskedRange.Draft(to: []), AskedRange.Draft(from: key(1) + [0]),
      AskedRange.Draft(from: [UInt8](repeating: 0, count: 600), fromKind: .beginning),
      AskedRange.Draft(from: key(1), fromKind: AskedKind(rawValue: 9)), AskedRange.Draft(limit: 10_001),
      AskedRange.Draft(index: "nothing"), AskedRange.Draft(index: "usersByTeam", to: [1]),
      AskedRange.Draft(after: "users/"), AskedRange.Draft(after: "users/00"),
      AskedRange.Draft(after: "notes/0000000000000007"),
      AskedRange.Draft(index: "usersByTeam", after: "users/usersByTeam/0000000000000007"),
    ]
    try await exposing { _, session in
      for range in ranges {
        let error = await #expect(throws: WAMPError.self) {
          _ = try await session.call("users.list", record(range, as: AskedRange.self))
        }
        #expect(error?.code == .invalidArgument, "\(range)")
      }
      for bytes in [[], [1], key(1) + key(1), [UInt8](repeating: 1, count: 1000)] as [[UInt8]] {
        for operation in ["get", "delete"] {
          let error = await #expect(throws: WAMPError.self) {
            _ = try await session.call(
              "users.\(operation)", record(AskedKey.Draft(key: bytes), as: AskedKey.self))
          }
          #expect(error?.code == .invalidArgument, "\(operation) \(bytes)")
        }
      }
      // The connection goes on as if nothing had been.
      let found = try await session.call("users.get", record(AskedKey.Draft(key: key(7)), as: AskedKey.self))
      #expect(found.payload.record != nil)
    }
  }
}
