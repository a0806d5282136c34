import Flatwire
import Foundation
import NIOCore
import NIOPosix
import Programs
import Testing

/// Procedures answered from a store, on the caller's event loop.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct ReadingTests {
  @Test(arguments: SerializerKind.allCases)
  func `a stored record is the answer, sent without a copy`(serializer: SerializerKind) async throws {
    try await withStore { store in
      try await withRouter { router in
        try await router.register(.usersGet, reading: store) { request, snapshot, reply in
          try reply.send(snapshot.get(.users, request.id))
        }
        let session = try await join(router, serializer)
        for id in 1...20 as ClosedRange<UInt64> {
          let user = try await session.call(.usersGet, .init(id: id))
          #expect(user.record.draft == TestData.user(id))
        }
        let sent = router.counters.snapshot
        if serializer.isText {
          // In base64, which is a third longer.
          #expect(sent.payloadBytesCopied.keys.elementsEqual([.translated]))
          #expect(sent.totalPayloadBytesCopied > 20 * 1333)
        } else {
          #expect(sent.totalPayloadBytesCopied == 0)
          #expect(sent.payloadBytesUncopied > 20 * 1000)
        }
        await session.close()
      }
    }
  }

  @Test func `a handler walks an index of its snapshot`() async throws {
    try await withStore { store in
      try await withRouter { router in
        try await router.register(.usersGet, reading: store) { request, snapshot, reply in
          let team = request.id
          var ids: [UInt64] = []
          var rows = try snapshot.rows(by: .usersByTeam, team...team)
          while let user = try rows.next() { ids.append(user.id) }
          try reply.send(User.Draft(id: UInt64(ids.count), name: "\(ids)"))
        }
        let session = try await join(router, .flatbuffers)
        let first = try await session.call(.usersGet, .init(id: 1))
        #expect(first.record.name.description == "[1, 4, 7, 10, 13, 16, 19]")
        let none = try await session.call(.usersGet, .init(id: 9))
        #expect(none.record.id == 0)
        await session.close()
      }
    }
  }

  @Test func `many calls in flight are all answered, in order`() async throws {
    try await withStore { store in
      try await withRouter { router in
        try await router.register(.usersGet, reading: store) { request, snapshot, reply in
          try reply.send(snapshot.get(.users, request.id))
        }
        let session = try await join(router, .flatbuffers)
        try await withThrowingTaskGroup { group in
          for round in 0..<500 as Range<UInt64> {
            let id = round % 20 + 1
            group.addTask {
              let user = try await session.call(.usersGet, .init(id: id))
              return user.record.id == id
            }
          }
          for try await isRight in group { #expect(isRight) }
        }
        #expect(router.counters.snapshot.totalPayloadBytesCopied == 0)
        await session.close()
      }
    }
  }

  @Test func `a record that lies elsewhere is copied, and counted`() async throws {
    try await withStore { store in
      try await withRouter { router in
        let other = try RecordBuffer<User>(.init(id: 99, name: "not stored"))
        try await router.register(.usersGet, reading: store) { _, _, reply in
          try reply.send(other.record)
        }
        let session = try await join(router, .flatbuffers)
        let user = try await session.call(.usersGet, .init(id: 1))
        #expect(user.record.name.description == "not stored")
        #expect(router.counters.snapshot.payloadBytesCopied[.notStored] == other.bytes.count)
        await session.close()
      }
    }
  }

  @Test func `what goes wrong in a handler is an error for its caller only`() async throws {
    struct Oops: Error {}
    try await withStore { store in
      try await withRouter { router in
        try await router.register(.usersGet, reading: store) { request, snapshot, reply in
          switch request.id {
          case 1: throw Oops()
          case 2: throw WAMPError(.init("com.example.error.tired"), "later")
          case 3: return
          default: try reply.send(snapshot.get(.users, request.id))
          }
        }
        let session = try await join(router, .cbor)
        let expected: [(UInt64, WAMPError.Code)] = [
          (1, .runtimeError), (2, .init("com.example.error.tired")), (3, .runtimeError),
          (1000, .noSuchRecord),
        ]
        for (id, code) in expected {
          let error = await #expect(throws: WAMPError.self) {
            _ = try await session.call(.usersGet, .init(id: id))
          }
          #expect(error?.code == code)
        }
        let user = try await session.call(.usersGet, .init(id: 4))
        #expect(user.record.id == 4)
        await session.close()
      }
    }
  }

  @Test(arguments: SerializerKind.allCases)
  func `a request that is neither a record nor its arguments is refused with its fault`(
    serializer: SerializerKind
  ) async throws {
    try await withStore { store in
      try await withRouter { router in
        try await router.register(.usersGet, reading: store) { request, snapshot, reply in
          try reply.send(snapshot.get(.users, request.id))
        }
        let session = try await join(router, serializer)
        let uri = Procedure.usersGet.uri
        let damaged = SharedBytes([UInt8](repeating: 0xFF, count: 24))
        let wrong: [Payload] = [
          Payload(arguments: ["7"]), Payload(arguments: [7, 8]), .record(damaged, form: .binaryArgument),
          .record(damaged, form: .passthru),
          .record(SharedBytes([1, 2]), form: .binaryArgument),
        ]
        for payload in wrong {
          let error = await #expect(throws: WAMPError.self) { _ = try await session.call(uri, payload) }
          #expect(error?.code == .invalidArgument)
          #expect(error?.message.contains(uri) == true)
        }
        await session.close()
      }
    }
  }

  @Test func `a procedure cannot be registered twice`() async throws {
    try await withStore { store in
      try await withRouter { router in
        try await router.register(.usersGet, reading: store) { request, snapshot, reply in
          try reply.send(snapshot.get(.users, request.id))
        }
        let session = try await join(router, .cbor)
        let error = await #expect(throws: WAMPError.self) {
          try await session.register(.usersGet) { _ in nil }
        }
        #expect(error?.code == .procedureAlreadyExists)
        await session.close()
      }
    }
  }

  @Test func `a stored record is published as it is`() async throws {
    try await withStore { store in
      try await withRouter { router in
        let session = try await join(router, .flatbuffers)
        let events = try await session.subscribe(to: .usersChanged)
        let stored = try #require(try store.pin(.users, 5))
        try await router.publish(stored, to: .usersChanged)
        for try await event in events {
          #expect(event.record.draft == TestData.user(5))
          break
        }
        #expect(router.counters.snapshot.totalPayloadBytesCopied == 0)
        await session.close()
      }
    }
  }

  @Test func `a client that disappears in the middle of its calls harms nobody`() async throws {
    try await withStore { store in
      try await withRouter { router in
        try await router.register(.usersGet, reading: store) { request, snapshot, reply in
          try reply.send(snapshot.get(.users, request.id))
        }
        let steady = try await join(router, .flatbuffers)
        for _ in 0..<5 {
          let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
          let leaving = try await WAMPSession.connect(
            to: "ws://127.0.0.1:\(router.port)/", realm: router.realm, group: group)
          let calls = Task {
            await withTaskGroup { tasks in
              for id in 1...50 as ClosedRange<UInt64> {
                tasks.addTask { _ = try? await leaving.call(.usersGet, .init(id: id % 20 + 1)) }
              }
            }
          }
          try await Task.sleep(for: .milliseconds(1))
          await leaving.close()
          await calls.value
          try await group.shutdownGracefully()
        }
        let user = try await steady.call(.usersGet, .init(id: 3))
        #expect(user.record.id == 3)
        await steady.close()
      }
    }
  }
}

enum TestData {
  static func user(_ id: UInt64) -> User.Draft {
    .init(id: id, name: "User \(id)", team: id % 3, avatar: [UInt8](repeating: UInt8(id), count: 1000))
  }
}

/// Runs a test with a store of 20 users that is removed afterwards.
func withStore(
  _ options: Store.Options = Store.Options(), _ body: (Store) async throws -> Void
) async throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "flatwire-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let store = try Store(
    path: folder.appending(path: "test.db").path, schema: UsersSchema.schema, options: options)
  try await store.write { txn in
    for id in 1...20 as ClosedRange<UInt64> { try txn.put(TestData.user(id), in: .users) }
  }
  try await body(store)
}
