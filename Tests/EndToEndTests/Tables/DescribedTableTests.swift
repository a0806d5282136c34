import Flatwire
import Foundation
import Programs
import Testing

/// What a realm tells of the tables that it exposes.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct DescribedTableTests {
  private static let procedures = [
    "get", "get_many", "list", "count", "put", "insert", "update", "delete",
  ]

  /// Runs with a router that exposes users and seats.
  private func exposing(_ body: (Router, WAMPSession, TableExposure) async throws -> Void) async throws {
    try await withStore { users in
      try await withSeats { seats in
        try await withRouter { router in
          let exposure = try await router.expose(.users, of: users, as: "users", allowing: .all)
          try await router.expose(.seats, of: seats, as: "seats", allowing: .all)
          let session = try await join(router, .cbor)
          try await body(router, session, exposure)
          await session.close()
        }
      }
    }
  }

  private func described(_ uri: String, _ session: WAMPSession) async throws -> [String: Value] {
    let told = try await session.call("wamp.reflection.procedure.describe", [.string(uri)])
    return try #require(try told.arguments().list.first?.mapValue)
  }

  private static func names(_ content: Value?, _ place: String) -> [String] {
    (content?.mapValue?[place]?.listValue ?? []).compactMap { $0.mapValue?["name"]?.stringValue }
  }

  @Test("what is described is what is taken, and nothing else is", arguments: ["users", "seats"])
  func taken(table: String) async throws {
    try await exposing { _, session, _ in
      for procedure in Self.procedures {
        let uri = "\(table).\(procedure)"
        let request = try #require(try await described(uri, session)["request"])
        let named = Self.names(request, "kwargs")
        // Right in their places, so that what comes besides is what is wrong.
        let key: [Value] = table == "users" ? [7] : ["A", 2]
        let right: [Value] =
          switch procedure {
          case "get_many": [[table == "users" ? 7 : .list(key)]]
          case "list", "count": []
          default: key
          }
        for name in Set(named).union([
          "hash", "if_hash", "by", "from", "to", "order", "limit", "after", "keys",
        ]) {
          let wrong: Value = ["no": "such value"]
          let error = await #expect(throws: WAMPError.self, "\(uri) \(name)") {
            _ = try await session.call(uri, right, keywords: [name: wrong])
          }
          #expect(error?.code == .invalidArgument, "\(uri) \(name)")
          let message = error?.message ?? ""
          // One that inserts is told so if it means to replace: no hash is right.
          let isKnown = named.contains(name) || procedure == "insert" && name == "if_hash"
          #expect(message.contains("argument '\(name)") == isKnown, "\(uri): \(message)")
        }
        // Rows are fields, most of which may be left out.
        guard request.mapValue?["record"] == nil else { continue }
        #expect(Self.names(request, "args").count == right.count, "\(uri)")
        let error = await #expect(throws: WAMPError.self, "\(uri)") {
          _ = try await session.call(uri, right + [.null])
        }
        #expect(error?.message.contains("1 positional arguments too many") == true, "\(uri): \(error)")
      }
    }
  }

  @Test("rows, keys, errors and the schema are told")
  func told() async throws {
    try await exposing { _, session, _ in
      let get = try await described("seats.get", session)
      #expect(
        get["request"]?.mapValue?["args"] == [
          ["name": "row", "type": "string", "required": true],
          ["name": "number", "type": "uint", "required": true],
        ])
      #expect(get["response"]?.mapValue?["record"] == "example.halls.Seat")
      #expect(get["errors"] == ["flatwire.error.no_such_record"] && get["takes_records"] == nil)
      #expect(get["description"]?.stringValue?.hasPrefix("A row by its primary key") == true)
      #expect(get["registered"]?.mapValue?["uri"] == "seats.get")
      let list = try await described("seats.list", session)
      #expect(list["part"]?.mapValue?["record"] == "example.halls.Seat")
      #expect(Self.names(list["response"], "kwargs") == ["count", "commit", "after"])
      let hash = try #require(list["schema"]?.mapValue?["hash"])
      let schema = try await session.call("wamp.reflection.schema.get", [hash]).arguments().list.first
      #expect(try schema?.bytesValue == #require(Seat.embeddedSchema).bytes)
      let many = try await described("users.get_many", session)
      #expect(Self.names(many["request"], "args") == ["keys"])
    }
  }

  @Test("the topic of the changes is told of as long as they are published")
  func changes() async throws {
    try await exposing { router, session, exposure in
      let describe = "wamp.reflection.topic.describe"
      let told = try await session.call(describe, ["users.changed"]).arguments().list.first?.mapValue
      #expect(told?["event"]?.mapValue?["record"] == "example.User")
      let listed = try await session.call("wamp.reflection.topic.list").arguments().list.first?.mapValue
      #expect(listed?["exact"]?.listValue?.contains("users.changed") == true)
      await exposure.cancel()
      for (procedure, uri) in [
        (describe, "users.changed"), ("wamp.reflection.procedure.describe", "users.get"),
      ] {
        let error = await #expect(throws: WAMPError.self) {
          try await session.call(procedure, [.string(uri)])
        }
        #expect(error?.code == .notDescribed)
      }
      #expect(try await described("seats.get", session)["registered"] != nil)
    }
  }

  @Test("Autobahn asks what an exposed table takes", arguments: ["cbor", "msgpack", "json"])
  func autobahn(serializer: String) async throws {
    try await exposing { router, _, _ in
      let seen = try await AutobahnPeer.run(
        port: router.port, realm: router.realm, serializer: serializer,
        [["do": "call", "procedure": "wamp.reflection.procedure.describe", "args": ["users.put"]]])
      let result = try #require(seen.first { $0["event"] as? String == "result" }, "\(seen)")
      let told = try #require((result["args"] as? [NSDictionary])?.first)
      let request = try #require(told["request"] as? NSDictionary)
      #expect(request["record"] as? String == "example.User")
      let keywords = try #require(request["kwargs"] as? [NSDictionary])
      #expect(keywords.last == ["name": "if_hash", "type": "string"])
      #expect((told["errors"] as? [String])?.contains("flatwire.error.record_changed") == true)
    }
  }

  @Test("`flatwire call` prints rows as records, and the rest as it is")
  func command() async throws {
    try await exposing { router, _, _ in
      func call(_ arguments: String...) async throws -> Program.Outcome {
        let url = "ws://127.0.0.1:\(router.port)/"
        return try await Program(built: "flatwire", ["call", "--url", url] + arguments).run()
      }
      let seat = try await call("seats.get", "A", "2")
      #expect(seat.output.hasPrefix(#"{ "row": "A", "number": 2, "#) && seat.status == 0, "\(seat.text)")
      let hashed = try await call("seats.get", "A", "2", "--kwarg", "hash=true")
      #expect(hashed.output.hasPrefix(#"{"args": ["A", 2, "#), "\(hashed.text)")
      #expect(hashed.output.contains(#""hash": ""#))
      let page = try await call("seats.list", "--kwarg", "limit=2").output.split(separator: "\n")
      try #require(page.count == 3, "\(page)")
      #expect(page[0].hasPrefix(#"{ "row": "A", "#) && page[1].hasPrefix(#"{ "row": "A", "#))
      #expect(page[2].hasPrefix(#"{"kwargs": {"after": "seats/"#), "\(page[2])")
      let count = try await call("seats.count", "--kwarg", "from=A", "--kwarg", "to=A")
      #expect(count.status == 0 && Int(count.output.dropLast()) != nil, "\(count.text)")
      let stored = try await call("seats.put", #"{"row": "Z", "number": 1, "price": 2}"#)
      #expect(stored.status == 0 && Int(stored.output.dropLast()) != nil, "\(stored.text)")
      let wrong = try await call("seats.put", #"{"row": "Z", "number": -1}"#)
      #expect(wrong.status == 1 && wrong.errors.contains("argument 'number'"), "\(wrong.text)")
    }
  }
}
