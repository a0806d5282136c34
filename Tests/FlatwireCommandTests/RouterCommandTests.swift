import Flatwire
import Foundation
import Programs
import Testing

/// `flatwire router`, the built program with configurations in files.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct RouterCommandTests {
  /// A router of one realm: everybody may call `com.open.`, the role backend may do everything.
  private static let text = """
    version: 2
    workers:
      - type: router
        realms:
          - name: realm1
            roles:
              - name: anonymous
                permissions:
                  - {uri: com.open.*, allow: {call: true}}
              - name: backend
                permissions:
                  - {uri: "*", allow: {call: true, register: true, publish: true, subscribe: true}}
        transports:
          - type: universal
            endpoint: {type: tcp, port: 0, interface: 127.0.0.1}
            rawsocket:
              auth: &auth
                anonymous: {type: static}
                ticket: {type: static, principals: {joe: {ticket: "${ROUTER_TICKET}", role: backend}}}
                wampcra:
                  type: static
                  users: {ann: {secret: right, role: backend, salt: abc, iterations: 100, keylen: 32}}
            websocket:
              ws: {type: websocket, serializers: [cbor], auth: *auth}
          - type: rawsocket
            endpoint: {type: unix, path: router.sock}
            auth: *auth
    """

  private func withFile(_ text: String = Self.text, _ body: (URL) async throws -> Void) async throws {
    try await withShortFolder { folder in
      let file = folder.appending(path: "node.yaml")
      try text.write(to: file, atomically: true, encoding: .utf8)
      try await body(file)
    }
  }

  private func router(_ file: URL, _ arguments: String...) -> Program {
    Program(
      URL(filePath: Program.path(built: "flatwire")), ["router", "--config", file.path] + arguments,
      environment: ["ROUTER_TICKET": "the ticket"])
  }

  private func run(_ arguments: String...) async throws -> Program.Outcome {
    try await Program(built: "flatwire", arguments).run()
  }

  @Test("clients may do what the configuration says, on each of its transports")
  func whole() async throws {
    try await withFile { file in
      let outcome = try await router(file).run { line in
        guard line.hasPrefix("listening at ") else { return false }
        let port = line.split(separator: ":")[1].prefix { $0.isNumber }
        let url = "ws://127.0.0.1:\(port)/ws"
        let joe = try await WAMPSession.connect(
          to: url, realm: "realm1", authid: "joe", authentication: .ticket("the ticket"))
        #expect(joe.authrole == "backend" && joe.serializer == .cbor)
        for uri in ["com.open.echo", "com.closed.echo"] { try await joe.register(uri) { $0.payload } }
        let socket = file.deletingLastPathComponent().appending(path: "router.sock").path
        for url in [url, "rs://127.0.0.1:\(port)", "rs+unix://\(socket)"] {
          let open = try await run("call", "--url", url, "com.open.echo", "7")
          #expect(open.output == "7\n" && open.status == 0, "\(url): \(open.text)")
          let closed = try await run("call", "--url", url, "com.closed.echo", "7")
          #expect(closed.status == 1 && closed.errors.contains("wamp.error.not_authorized"), "\(closed.text)")
        }
        let ann = try await run(
          "call", "--url", url, "--authid", "ann", "--secret", "right", "com.closed.echo", "7")
        #expect(ann.output == "7\n", "\(ann.text)")
        let nobody = try await run("publish", "--url", url, "--authid", "ann", "--secret", "wrong", "a.b")
        #expect(nobody.status == 1)
        #expect(nobody.errors.contains("wamp.error.authentication_failed"), "\(nobody.text)")
        let path = try await run("call", "--url", "ws://127.0.0.1:\(port)/", "com.open.echo")
        #expect(path.status == 1 && path.errors.contains("404"), "\(path.text)")
        await joe.close()
        return true
      }
      #expect(outcome.status == 0, "\(outcome.text)")
      #expect(!outcome.text.contains("the ticket") && !outcome.text.contains("wrong"), "\(outcome.text)")
    }
  }

  @Test("SIGHUP takes over permissions, says what it cannot, and keeps all if the file is wrong")
  func reload() async throws {
    try await withFile { file in
      var url = ""
      var reads = 0
      let outcome = try await router(file).run(reacting: { line in
        if line.hasPrefix("listening at ") {
          url = "ws://127.0.0.1:\(line.split(separator: ":")[1].prefix { $0.isNumber })/ws"
          let refused = try await run("publish", "--url", url, "com.open.a")
          #expect(refused.errors.contains("wamp.error.not_authorized"), "\(refused.text)")
          let text = Self.text.replacing("{call: true}}", with: "{publish: true}}").replacing(
            "router.sock", with: "b.sock")
          try text.write(to: file, atomically: true, encoding: .utf8)
          return .hangUp
        }
        if line.hasPrefix("read ") || line.hasPrefix("kept ") {
          reads += 1
          let allowed = try await run("publish", "--url", url, "com.open.a")
          #expect(allowed.status == 0, "\(line): \(allowed.text)")
          if line.hasPrefix("kept ") { return .interrupt }
          try Self.text.replacing("version: 2", with: "version: 1").write(
            to: file, atomically: true, encoding: .utf8)
          return .hangUp
        }
        return .none
      })
      #expect(reads == 2 && outcome.status == 0, "\(outcome.text)")
      #expect(outcome.errors.contains("not before the next start: the endpoint"), "\(outcome.text)")
      #expect(outcome.errors.contains("node.yaml:1: version: 1 is not within 2…2"), "\(outcome.text)")
    }
  }

  @Test("--check starts nothing and says whether the configuration can be run")
  func check() async throws {
    try await withFile { file in
      let good = try await router(file, "--check").run()
      #expect(good.status == 0 && good.output == "\(file.path) can be run\n", "\(good.text)")
      let missing = try await run("router", "--check", "--config", file.path + ".json")
      #expect(missing.status != 0 && missing.errors.contains("cannot be read"), "\(missing.text)")
    }
  }

  @Test(
    "what is wrong is named with its place, and the exit code says so",
    arguments: [
      ("port: 0", "prot: 0", ":15: workers[0].transports[0].endpoint: port is missing"),
      (
        "${ROUTER_TICKET}", "${NOWHERE}",
        ":19: workers[0].transports[0].rawsocket.auth.ticket.principals.joe.ticket: stands in NOWHERE"
      ),
      ("role: backend", "role: backed", "principals.joe.role: is \"backed\", a role that no realm has"),
      (
        "name: realm1", "name: realm1\n        store: {type: memory}",
        ":6: workers[0].realms[0].store: is not supported"
      ),
      ("type: router", "type: guest", ":3: workers[0].type: is not \"router\""),
    ])
  func faults(_ right: String, wrong: String, message: String) async throws {
    #expect(Self.text.contains(right))
    try await withFile(Self.text.replacing(right, with: wrong)) { file in
      for arguments in [["--check"], []] {
        let program = Program(
          URL(filePath: Program.path(built: "flatwire")), ["router", "--config", file.path] + arguments,
          environment: ["ROUTER_TICKET": "the ticket"])
        let outcome = try await program.run()
        #expect(outcome.status != 0 && outcome.output == "")
        #expect(outcome.errors.contains(message), "\(outcome.text)")
      }
    }
  }
}
