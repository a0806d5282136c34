import FlatBuffersReflection
import Flatwire
import Programs
import Testing

@Suite("Versions", .oneAtATime)
struct VersionTests {
  @Test("what a build understands can be asked for")
  func versions() {
    #expect(Flatwire.versions.generatedCode.contains("0.3"))
    #expect(Flatwire.versions.subprotocols.contains("wamp.2.cbor"))
  }

  @Test("generated code knows its schema, by which two peers can tell that they mean the same")
  func fingerprint() {
    #expect(User.embeddedSchema?.fingerprint == UserKey.embeddedSchema?.fingerprint)
    #expect(User.embeddedSchema?.bytes.isEmpty == false)
  }

  /// A schema of the tests' own name in another version.
  private var otherVersion: EmbeddedSchema {
    EmbeddedSchema(name: "users", fingerprint: 0xbad, base64: "")
  }

  @Test("peers with the same schemas agree on them", arguments: SerializerKind.allCases)
  func sameSchemas(serializer: SerializerKind) async throws {
    try await withRouter(schemas: .requiring([User.embeddedSchema])) { router in
      for schemas in [
        SchemaOffer.none, .announcing([User.embeddedSchema]), .requiring([User.embeddedSchema]),
      ] {
        let session = try await WAMPSession.connect(
          to: "ws://127.0.0.1:\(router.port)/", realm: router.realm, schemas: schemas,
          serializers: [serializer])
        #expect(session.differingSchemas == [])
        await session.close()
      }
    }
  }

  @Test("a difference in schemas is told", arguments: SerializerKind.allCases)
  func announcedDifference(serializer: SerializerKind) async throws {
    try await withRouter(schemas: .announcing([User.embeddedSchema])) { router in
      let session = try await WAMPSession.connect(
        to: "ws://127.0.0.1:\(router.port)/", realm: router.realm, schemas: .announcing([otherVersion]),
        serializers: [serializer])
      #expect(session.differingSchemas.map(\.name) == ["users"])
      await session.close()
    }
  }

  @Test(
    "whoever requires the same schemas refuses others", arguments: SerializerKind.allCases, [true, false])
  func requiredSchemas(serializer: SerializerKind, routerRequires: Bool) async throws {
    let offer = SchemaOffer.requiring([User.embeddedSchema])
    try await withRouter(schemas: routerRequires ? offer : .announcing([otherVersion])) { router in
      let error = await #expect(throws: WAMPError.self) {
        _ = try await WAMPSession.connect(
          to: "ws://127.0.0.1:\(router.port)/", realm: router.realm,
          schemas: routerRequires ? .announcing([otherVersion]) : offer, serializers: [serializer])
      }
      #expect(error?.code == .differentSchema)
      #expect(error?.message.contains("\"users\"") == true)
      #expect(error?.message.contains("bad") == true)
    }
  }

  /// The tests' own schema as it was before users had avatars.
  private func olderVersion() throws -> EmbeddedSchema {
    let own = try #require(User.embeddedSchema)
    var schema = try Schema(binary: own.bytes)
    let users = try #require(schema.objects.firstIndex { $0.name.name == "User" })
    schema.objects[users].fields.removeAll { $0.name == "avatar" }
    return EmbeddedSchema(
      name: own.name, fingerprint: schema.fingerprint,
      bytes: try schema.binary(BinarySchemaOptions(documentation: false, builtInAttributes: true)))
  }

  @Test("peers tell each other which version is the older one", arguments: SerializerKind.allCases)
  func ages(serializer: SerializerKind) async throws {
    let (own, older) = (try #require(User.embeddedSchema), try olderVersion())
    for (router, client, peer) in [(own, older, "newer"), (older, own, "older")] {
      try await withRouter(schemas: .announcing([router])) { running in
        let session = try await WAMPSession.connect(
          to: "ws://127.0.0.1:\(running.port)/", realm: running.realm, schemas: .announcing([client]),
          serializers: [serializer])
        #expect(session.differingSchemas.map(\.peer.rawValue) == [peer])
        #expect(session.differingSchemas.first?.isCompatible == true, "\(session.differingSchemas)")
        await session.close()
      }
    }
  }
}
