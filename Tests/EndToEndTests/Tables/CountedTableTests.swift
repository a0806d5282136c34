import Flatwire
import Programs
import Testing

/// Rows of exposed tables that are counted.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct CountedTableTests {
  @Test("many rows are counted slice by slice, as one state of the store", arguments: [false, true])
  func many(isFiltered: Bool) async throws {
    try await withStore { store in
      try await withRouter { router in
        if isFiltered {
          try await router.expose(.users, of: store, as: "com.example.users", allowing: .count) { _, user in
            user.id.isMultiple(of: 2)
          }
        } else {
          try await router.expose(.users, of: store, as: "com.example.users", allowing: .count)
        }
        let session = try await join(router, .cbor)
        let users = session.table(.users, at: "com.example.users")
        try await store.write { txn in
          for id in 1...25_000 as ClosedRange<UInt64> {
            try txn.put(.init(id: id, name: "x", team: id % 2), in: .users)
          }
        }
        let part = isFiltered ? 2 : 1
        for end in [25_000, 20_000, 10_000, 2] as [UInt64] {
          let counted = try await users.count(1...end)
          #expect(counted == Int(end) / part)
        }
        let even = try await users.count(by: .usersByTeam, 0...0)
        #expect(even == 12_500)
        // Each commit leaves as many rows as there were.
        let writing = Task {
          for id in 1...300 as ClosedRange<UInt64> {
            try await store.write { txn in
              _ = try txn.delete(.users, 2 * id)
              try txn.put(.init(id: 30_000 + 2 * id, name: "x"), in: .users)
            }
          }
        }
        for _ in 0..<20 {
          let counted = try await users.count(1...)
          #expect(counted == 25_000 / part)
        }
        try await writing.value
        await session.close()
      }
    }
  }
}
