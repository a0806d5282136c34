import Flatwire
import Programs
import Testing

/// Several messages in one of WebSocket.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct BatchTests {
  /// How many bytes a connection sends before it lets others send.
  private static let slice = 4 << 20

  @Test(arguments: [false, true])
  func `each stored record that answers a batch of calls stands behind its length`(isSecure: Bool)
    async throws
  {
    let record = User.Draft(id: 100, name: "Large", avatar: [UInt8](repeating: 7, count: 100_000))
    let requests = 1...60 as ClosedRange<UInt64>
    try await withStore { store in
      try await store.write { try $0.put(record, in: .users) }
      try await withRouter(isSecure: isSecure) { router, configuration in
        try await router.register(.usersGet, reading: store) { request, snapshot, reply in
          try reply.send(snapshot.get(.users, request.id))
        }
        let key = try RecordBuffer<UserKey>(.init(id: record.id)).bytes
        let calls = requests.map { number in
          Message.call(
            .init(
              request: RequestID(number), procedure: Procedure.usersGet.uri, payload: .binaryArgument(key)))
        }
        let events = try await ScriptedPeer.connect(
          to: router, isSecure: isSecure, isBatched: true, configuration: configuration,
          saying: [ScriptedPeer.hello]
        ) { message in
          if case .welcome = message { calls } else { [] }
        }
        var sizes: [Int] = []
        for await case .message(.result(let result)) in events {
          #expect(result.request == RequestID(UInt64(sizes.count + 1)))
          sizes.append(result.payload.record?.bytes.count ?? 0)
          if sizes.count == requests.count { break }
        }
        #expect(sizes.count == requests.count)
        #expect(sizes.allSatisfy { $0 > 100_000 } && sizes.reduce(0, +) > Self.slice)
        // Over TLS all, else those that did not go out in their turn.
        #expect(router.counters.snapshot.payloadBytesCopied.keys.elementsEqual([isSecure ? .tls : .slowPeer]))
      }
    }
  }

  private func withRouter(
    isSecure: Bool, _ body: (Router, ConnectionConfiguration) async throws -> Void
  ) async throws {
    try await Certificates.with { certificates in
      try await certificates.issue("router", for: "IP:127.0.0.1")
      var endpoint = Endpoint.webSocket(port: 0)
      var configuration = ConnectionConfiguration()
      configuration.tls = ClientTLS(trustRoots: certificates.authority)
      if isSecure {
        endpoint.tls = ServerTLS(
          certificateChain: certificates.chain(of: "router"), privateKey: certificates.key(of: "router"))
      }
      let router = try await Router.start([endpoint], realms: ["realm1"])
      let result = await Result.of { try await body(router, configuration) }
      await router.stop()
      try result.get()
    }
  }
}
