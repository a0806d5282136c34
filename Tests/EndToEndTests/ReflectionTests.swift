import Flatwire
import Foundation
import Programs
import Testing

/// A realm that tells what its procedures are, asked over real connections by our client and by one that we did not write.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct ReflectionTests {
  private static let get = Procedure.usersGet.uri
  private static let describe = "wamp.reflection.procedure.describe"

  /// A router whose inventory has the searches, and which registers the users.
  private func withDescribed(_ body: (Router) async throws -> Void) async throws {
    var realm = RealmConfiguration("realm1")
    realm.inventory = [Search.embeddedSchema]
    realm.validation = .off
    let router = try await Router.start([.webSocket(port: 0)], realms: [realm])
    let result = await Result.of { try await body(router) }
    await router.stop()
    try result.get()
  }

  private func described(_ uri: String, _ session: WAMPSession) async throws -> [String: Value] {
    try #require(try await session.call(Self.describe, [.string(uri)]).arguments().list.first?.mapValue)
  }

  @Test(arguments: SerializerKind.allCases)
  func `a typed procedure is described as long as it is registered, and its schema is fetched`(
    serializer: SerializerKind
  ) async throws {
    try await withDescribed { router in
      let session = try await join(router, serializer)
      #expect(session.routerRoles.supports(.reflection, as: .dealer))
      let unknown = await #expect(throws: WAMPError.self) { try await described(Self.get, session) }
      #expect(unknown?.code == .notDescribed)

      try await router.register(.usersGet) { try RecordBuffer<User>(TestData.user($0.record.id)) }
      let get = try await described(Self.get, session)
      #expect(get["takes_records"] == true && get["method"] == "example.Users.get")
      #expect(get["request"]?.mapValue?["record"] == "example.UserKey")
      let schema = try #require(get["schema"]?.mapValue)
      let embedded = try #require(User.embeddedSchema)
      #expect(schema["fingerprint"] == .string(String(embedded.fingerprint, radix: 16)))
      let hash = try #require(schema["hash"])
      let fetched = try await session.call("wamp.reflection.schema.get", [hash]).arguments().list
      #expect(fetched.first?.bytesValue == embedded.bytes)

      // What is answered on the caller's event loop, and what only the inventory knows.
      try await router.registerInline(.searchesVisit) { _ in
        { bytes, call in call.send(SharedBytes(copying: bytes)) }
      }
      let visit = try await described(Procedure.searchesVisit.uri, session)
      #expect(visit["takes_records"] == true && visit["registered"] != nil)
      let find = try await described(Procedure.searchesFind.uri, session)
      #expect(find["takes_records"] == nil && find["registered"] == nil)
      #expect(find["response"]?.mapValue?["record"] == "example.Finding")
      let names = try await session.call("wamp.reflection.schema.list").arguments().list.first?.listValue
      #expect(names?.map { $0.mapValue?["name"] } == ["searches", "users"])
      await session.close()
    }
  }

  @Test func `a running router tells of another inventory`() async throws {
    try await withDescribed { router in
      let session = try await join(router, .cbor)
      var realm = RealmConfiguration("realm1")
      realm.inventory = [User.embeddedSchema]
      try await router.change(realm)
      #expect(try await described(Self.get, session)["response"]?.mapValue?["record"] == "example.User")
      await #expect(throws: WAMPError.self) { try await described(Procedure.searchesFind.uri, session) }
      await session.close()
    }
  }

  @Test func `nobody from another machine is told, unless the realm says so`() async throws {
    let router = try await Router.start([.webSocket(host: "0.0.0.0", port: 0)], realms: ["realm1"])
    let session = try await WAMPSession.connect(to: "ws://127.0.0.1:\(router.port)/", realm: "realm1")
    for procedure in ["procedure.list", "topic.list", "error.list", "schema.list"] {
      let error = await #expect(throws: WAMPError.self) {
        try await session.call("wamp.reflection.\(procedure)")
      }
      #expect(error?.code == .notAuthorized, "\(procedure)")
    }
    await session.close()
    await router.stop()
  }

  @Test(arguments: ["cbor", "msgpack", "json"])
  func `Autobahn asks a realm what there is, and gets the schema that hashes to what it was told`(
    serializer: String
  ) async throws {
    try await withDescribed { router in
      try await router.register(.usersGet) { try RecordBuffer<User>(TestData.user($0.record.id)) }
      let known = try await join(router, .cbor)
      let hash = try #require(
        try await described(Self.get, known)["schema"]?.mapValue?["hash"]?.stringValue)
      func call(_ name: String, _ arguments: [Any] = []) -> [String: Any] {
        ["do": "call", "procedure": "wamp.reflection.\(name)", "args": arguments]
      }
      let seen = try await AutobahnPeer.run(
        port: router.port, realm: router.realm, serializer: serializer,
        [
          call("procedure.list"), call("procedure.describe", [Self.get]),
          call("topic.describe", [Topic.searchesVisited.uri]), call("schema.get", [hash]),
          call("error.describe", ["wamp.error.timeout"]), call("procedure.describe", ["com.example.nobody"]),
        ])
      let results = seen.filter { $0["event"] as? String == "result" }
        .map { ($0["args"] as? [Any])?.first as? NSDictionary ?? [:] }
      try #require(results.count == 5, "\(seen)")
      let exact = results[0]["exact"] as? [String] ?? []
      #expect(exact.contains(Self.get) && exact.contains(Procedure.searchesFind.uri))
      let request = results[1]["request"] as? NSDictionary
      #expect(request?["args"] as? NSArray == [["name": "id", "type": "ulong"]])
      #expect((results[2]["event"] as? NSDictionary)?["record"] as? String == "example.Visit")
      #expect(results[4]["description"] as? String == "The time that was given is over.")
      let errors = seen.filter { $0["event"] as? String == "error" }.map { $0["uri"] as? String }
      #expect(errors == ["flatwire.error.not_described"])
      // Python says what the bytes hash to.
      let base64 = try #require(results[3]["base64"] as? String)
      let python = try await Program.python(
        environment: "autobahn",
        requirements: AutobahnPeer.schemas.appending(path: "Python/requirements.txt"))
      let hashed = try await Program(
        python,
        ["-c", "import base64, hashlib; print(hashlib.sha256(base64.b64decode(input())).hexdigest())"]
      ).output(input: base64 + "\n")
      #expect(hashed == hash + "\n")
      #expect(Data(base64Encoded: base64) == User.embeddedSchema.map { Data([UInt8]($0.bytes)) })
      await known.close()
    }
  }
}
