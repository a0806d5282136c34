import Flatwire
import Programs
import Testing

/// A store has few readers; procedures that read from it may be many.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct ReaderPoolTests {
  private static var fewReaders: Store.Options {
    var options = Store.Options()
    options.maxReaders = 8
    return options
  }

  private static func procedure(_ name: String) -> Procedure<UserKey, User> {
    Procedure("com.example.user.get.\(name)")
  }

  private static func register(_ name: String, _ router: Router, _ store: Store) async throws {
    try await router.register(procedure(name), reading: store) { request, snapshot, reply in
      try reply.send(snapshot.get(.users, request.id))
    }
  }

  @Test func `the procedures of a store share its readers`() async throws {
    try await withStore(Self.fewReaders) { store in
      try await withRouter { router in
        for number in 0..<60 { try await Self.register("\(number)", router, store) }
        let sessions = [try await join(router, .flatbuffers), try await join(router, .cbor)]
        for number in 0..<60 {
          for session in sessions {
            let user = try await session.call(Self.procedure("\(number)"), .init(id: 7))
            #expect(user.record.id == 7)
          }
        }
        #expect(router.counters.snapshot.totalPayloadBytesCopied == 0)
        for session in sessions { await session.close() }
      }
    }
  }

  @Test func `calls in flight that read two stores by turns share a reader of each`() async throws {
    try await withStore(Self.fewReaders) { first in
      try await withStore(Self.fewReaders) { second in
        try await withRouter { router in
          try await Self.register("first", router, first)
          try await Self.register("second", router, second)
          let session = try await join(router, .flatbuffers)
          for _ in 0..<20 {
            try await withThrowingTaskGroup { group in
              for number in 0..<100 as Range<UInt64> {
                let procedure = Self.procedure(number.isMultiple(of: 2) ? "first" : "second")
                let id = number % 20 + 1
                group.addTask {
                  let user = try await session.call(procedure, .init(id: id))
                  return user.record.id == id
                }
              }
              for try await isRight in group { #expect(isRight) }
            }
          }
          #expect(router.counters.snapshot.totalPayloadBytesCopied == 0)
          await session.close()
        }
      }
    }
  }
}
