import Flatwire
import Programs
import Synchronization
import Testing

/// Typed procedures that answer in parts, by each way that they are registered.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct ProgressiveProcedureTests {
  private static let audit = "com.example.account.audit"

  private static func withAudit(
    _ way: DeclaredErrorTests.Way, _ router: Router, _ body: () async throws -> Void
  ) async throws {
    let store = try Store.temporary(schema: AccountsSchema.schema)
    try await store.write { txn in
      for number in 1...9 as ClosedRange<UInt64> {
        try txn.put(.init(number: number, amount: 10 * number), in: .receipts)
      }
    }
    let session = try await join(router, .cbor)
    @Sendable func parts(
      _ period: RecordBuffer<Period>, _ parts: PartSender<Receipt>
    ) async throws -> RecordBuffer<Audited>? {
      let (first, last) = (period.record.first, period.record.last)
      guard first <= last else { throw try RecordError<Locked>(.init(by: "\(first)")) }
      for number in first...last { try await parts.send(.init(number: number, amount: 10 * number)) }
      return try RecordBuffer(.init(count: UInt32(last - first + 1)))
    }
    switch way {
    case .router: try await router.register(.accountsAudit) { try await parts($0, $1) }
    case .client: try await session.register(.accountsAudit) { try await parts($0, $1) }
    case .inline:
      try await router.register(.accountsAudit, reading: store) { period, snapshot, reply in
        guard period.first <= period.last else {
          return reply.fail(try RecordError<Locked>(.init(by: "\(period.first)")))
        }
        var rows = try snapshot.rows(.receipts, period.first...period.last)
        var count: UInt32 = 0
        while let row = try rows.nextRow() {
          try reply.send(part: row.record)
          count += 1
        }
        try reply.send(.init(count: count))
      }
    }
    let result = await Result.of { try await body() }
    await session.close()
    store.close()
    try result.get()
  }

  @Test(arguments: DeclaredErrorTests.Way.allCases, SerializerKind.allCases)
  func `parts come as records, then the result, or its error`(
    way: DeclaredErrorTests.Way, serializer: SerializerKind
  ) async throws {
    try await withRouter { router in
      try await Self.withAudit(way, router) {
        let caller = try await join(router, serializer)
        var receipts: [Receipt.Draft] = []
        var count: UInt32?
        for try await answer in try await caller.results(of: .accountsAudit, .init(first: 2, last: 4)) {
          switch answer {
          case .part(let receipt):
            #expect(count == nil)
            receipts.append(receipt.draft)
          case .result(let audited): count = audited.record.count
          }
        }
        #expect(receipts == [2, 3, 4].map { Receipt.Draft(number: $0, amount: 10 * $0) })
        #expect(count == 3)
        // Who wants no parts gets none.
        let whole = try await caller.call(.accountsAudit, .init(first: 2, last: 4))
        #expect(whole.record.count == 3)
        let results = try await caller.results(of: .accountsAudit, .init(first: 5, last: 4))
        let error = await #expect(throws: RecordError<Locked>.self) { for try await _ in results {} }
        #expect(error?.buffer.draft == .init(by: "5"))
        let called = await #expect(throws: RecordError<Locked>.self) {
          _ = try await caller.call(.accountsAudit, .init(first: 5, last: 4))
        }
        #expect(called?.buffer.draft == .init(by: "5"))
        await caller.close()
      }
    }
  }

  @Test(arguments: DeclaredErrorTests.Way.allCases, SerializerKind.allCases)
  func `plain callers get parts and results in plain arguments`(
    way: DeclaredErrorTests.Way, serializer: SerializerKind
  ) async throws {
    try await withRouter { router in
      try await Self.withAudit(way, router) {
        let caller = try await join(router, serializer)
        var seen: [[Value]] = []
        for try await part in try await caller.results(of: Self.audit, [2, 3]) {
          seen.append(try part.arguments().list)
        }
        #expect(seen == [[2, 20], [3, 30], [2]])
        await caller.close()
      }
    }
  }

  @Test(arguments: [DeclaredErrorTests.Way.router, .client])
  func `a handler whose caller has gone is told so when it sends the next part`(
    way: DeclaredErrorTests.Way
  ) async throws {
    try await withRouter { router in
      let ended = AsyncStream.makeStream(of: Bool.self)
      @Sendable func endless(
        _ period: RecordBuffer<Period>, _ parts: PartSender<Receipt>
      ) async throws -> RecordBuffer<Audited>? {
        do {
          while true { try await parts.send(.init(number: 1)) }
        } catch {
          ended.continuation.yield(error is CancellationError)
          throw error
        }
      }
      let session = try await join(router, .cbor)
      if way == .router {
        try await router.register(.accountsAudit) { try await endless($0, $1) }
      } else {
        try await session.register(.accountsAudit) { try await endless($0, $1) }
      }
      let caller = try await join(router, .cbor)
      for try await _ in try await caller.results(of: .accountsAudit, .init()) { break }
      for await isCancellation in ended.stream {
        #expect(isCancellation)
        break
      }
      await caller.close()
      await session.close()
    }
  }

  @Test func `a part that is not the record that it has to be ends the call`() async throws {
    try await withRouter { router in
      let callee = try await join(router, .cbor)
      let interrupted = AsyncStream.makeStream(of: Void.self)
      try await callee.register(Self.audit) { call in
        try await call.progress?.send(Payload(arguments: [1, 10]))
        try await call.progress?.send(Payload(arguments: ["two"]))
        await withTaskCancellationHandler {
          try? await Task.sleep(for: .seconds(600))
        } onCancel: {
          interrupted.continuation.yield()
        }
        return .none
      }
      let caller = try await join(router, .cbor)
      var count = 0
      let results = try await caller.results(of: .accountsAudit, .init(first: 1, last: 2))
      var iterator = results.makeAsyncIterator()
      do {
        while try await iterator.next() != nil { count += 1 }
        Issue.record("no error")
      } catch let error as WAMPError {
        #expect(error.code == .invalidPayload && error.message.contains("argument 'number'"), "\(error)")
      }
      #expect(count == 1)
      #expect(try await iterator.next() == nil)
      await caller.close()
      for await _ in interrupted.stream { break }
      await callee.close()
    }
  }
}
