import Flatwire
import Foundation
import Programs
import Testing

/// A page in headless Chromium, with the module that `schemac --js` writes, and our router.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct BrowserTests {
  private static let imports = """
    import { connect, bytesOf, WAMPError } from "./flatwire/flatwire.js";
    import { User, usersGet, usersChanged } from "./users.js";
    import { Seat } from "./seats.js";
    const failing = (promise) => promise.then(() => "nothing", (error) => `${error.uri ?? error.name} ${error.message}`);
    """

  /// Runs a script with `url`; what it returns.
  private func run(_ router: Router, _ script: String) async throws -> [String: Any] {
    let folder = AutobahnPeer.schemas
    let schemas = ["users.fbs", "Tables/seats.fbs"].map { folder.appending(path: $0) }
    return try await BrowserPage.with(schemas: schemas) { page in
      let script = "const url = \"ws://127.0.0.1:\(router.port)/\";\n" + script
      return try #require(try await page.run(imports: Self.imports, script) as? [String: Any])
    }
  }

  @Test func `a page gets stored records as they are stored, and reads them in the frames they came in`()
    async throws
  {
    try await withStore { store in
      try await withRouter { router in
        try await router.register(.usersGet, reading: store) { request, snapshot, reply in
          try reply.send(snapshot.get(.users, request.id))
        }
        let seen = try await run(
          router,
          """
          const session = await connect(url, { realm: "realm1" });
          const users = await Promise.all(Array.from({ length: 20 }, (_, index) => session.call(usersGet, { id: index + 1 })));
          const inPlace = users.every((user) => user.avatar.buffer === bytesOf(user).buffer
            && bytesOf(user).byteLength < bytesOf(user).buffer.byteLength);
          const none = await failing(session.call("com.example.user.get", ["7"]));
          const wrong = await failing(session.call(usersGet, { id: -1 }));
          await session.close();
          return { users, inPlace, none, wrong, ids: users.map((user) => user.id), ended: (await session.closed).uri };
          """)
        let users = try #require(seen["users"] as? [[String: Any]])
        for (user, id) in zip(users, 1...20 as ClosedRange<UInt64>) {
          let expected = TestData.user(id)
          #expect(user["name"] as? String == expected.name && user["avatar"] as? [UInt8] == expected.avatar)
        }
        #expect(seen["ids"] as? [String] == (1...20).map(String.init))
        #expect(seen["inPlace"] as? Bool == true)
        #expect((seen["none"] as? String)?.hasPrefix("wamp.error.invalid_argument ") == true, "\(seen)")
        #expect(seen["wrong"] as? String == "EncodingError example.UserKey.id: found -1, expected ulong")
        #expect(seen["ended"] as? String == "wamp.close.normal")
        #expect(router.counters.snapshot.totalPayloadBytesCopied == 0)
      }
    }
  }

  @Test func `a page reads an exposed table, changes it, and is told of changes`() async throws {
    try await withStore { store in
      try await withRouter { router in
        try await router.expose(.users, of: store, as: "com.example.users", allowing: .all)
        let session = try await join(router, .cbor)
        try await session.register("com.example.change") { _ in
          try await store.write { txn in
            try txn.put(.init(id: 7, name: "Changed by Swift", team: 9), in: .users)
            _ = try txn.delete(.users, 8)
          }
          return Payload(arguments: [])
        }
        let seen = try await run(
          router,
          """
          const session = await connect(url, { realm: "realm1" });
          const users = session.table(User, "com.example.users");
          const [all, team] = [[], []];
          for await (const user of users.rows({ pageSize: 7 })) all.push(user.name);
          for await (const user of users.rows({ by: "usersByTeam", from: 1, to: 1, order: "descending", pageSize: 2 })) team.push(user.id);
          const page = await users.list({ from: 19, limit: 1 });
          const many = (await users.getMany([3, 1000, 5])).map((user) => user?.name ?? null);
          const changes = [];
          let done;
          const complete = new Promise((resolve) => { done = resolve; });
          await users.changes((change) => {
            changes.push([change.operation, change.keyText, change.row?.name ?? null]);
            if (changes.length === 4) done();
          });
          await session.call("com.example.change");
          const row = await users.get(9);
          await users.put({ id: 9, name: "Changed here", team: 1 }, { ifUnchanged: row });
          const stale = await failing(users.put({ id: 9, name: "Too late" }, { ifUnchanged: row }));
          await users.delete(10, { ifUnchanged: await users.get(10) });
          await complete;
          const other = await failing(users.insert({ id: 11, name: "There is one" }));
          const index = await failing(users.list({ by: "usersByAge" }));
          return {
            all, team, many, changes, stale, other, index, count: await users.count({ from: 3, to: 5 }), page: page.rows.map((user) => user.id),
            more: page.next !== null, none: await users.get(1000), nine: (await users.get(9)).name,
          };
          """)
        #expect(seen["all"] as? [String] == (1...20).map { "User \($0)" })
        #expect(seen["team"] as? [String] == ["19", "16", "13", "10", "7", "4", "1"])
        #expect(seen["many"] as? NSArray == ["User 3", NSNull(), "User 5"])
        #expect(seen["page"] as? [String] == ["19"] && seen["more"] as? Bool == true)
        #expect(seen["count"] as? Int == 3 && seen["none"] is NSNull)
        #expect(
          seen["changes"] as? NSArray == [
            ["put", "7", "Changed by Swift"], ["delete", "8", NSNull()], ["put", "9", "Changed here"],
            ["delete", "10", NSNull()],
          ], "\(seen)")
        #expect((seen["stale"] as? String)?.hasPrefix("flatwire.error.record_changed ") == true, "\(seen)")
        #expect((seen["other"] as? String)?.hasPrefix("flatwire.error.record_exists ") == true, "\(seen)")
        #expect(
          (seen["index"] as? String)?.hasSuffix("found the index \"usersByAge\", expected usersByTeam")
            == true,
          "\(seen)")
        #expect(seen["nine"] as? String == "Changed here")
        #expect(
          try store.read { txn in try txn.get(.users, 9)?.draft }
            == .init(id: 9, name: "Changed here", team: 1))
        await session.close()
      }
    }
  }

  @Test func `a page is told that the router dropped events, and that changes were lost`() async throws {
    let users = AutobahnPeer.schemas.appending(path: "users.fbs")
    let seen = try await BrowserPage.with(schemas: [users]) { page in
      try await page.run(
        imports: """
          import { Changes } from "./flatwire/changes.js";
          import { Subscriber } from "./flatwire/subscriber.js";
          """,
        """
        const subscriber = new Subscriber({ $options: { onError(error) { throw error; } } });
        const events = [];
        subscriber.byID.set(5, new Set([{ topic: "com.example.changed", handler: (event) => { events.push(event); } }]));
        const change = (sequence) => ({ sequence, commit: sequence + 10, operation: "delete", key: null, key_text: "7" });
        subscriber.event([36, 5, 1, { x_flatwire_missed: true, x_flatwire_change: change(3) }]);
        subscriber.event([36, 5, 2, { x_flatwire_change: change(4) }]);
        const changes = new Changes();
        const told = events.flatMap((event) => changes.read(event, () => null));
        const untouched = new Changes().read(events[1], () => null);
        return {
          losses: events.map((event) => event.followsLoss), operations: told.map((change) => change.operation),
          span: [Number(told[0].since), Number(told[0].through)], untouched: untouched.map((change) => change.operation),
        };
        """)
    }
    let told = try #require(seen as? [String: Any])
    #expect(told["losses"] as? [Bool] == [true, false])
    #expect(told["operations"] as? [String] == ["unknown", "delete", "delete"])
    #expect(told["span"] as? [Int] == [13, 13])
    #expect(told["untouched"] as? [String] == ["delete"])
  }

  @Test func `the article's page runs`() async throws {
    let code = try #require(
      try Documentation.article("Browser").components(separatedBy: "```js\n").dropFirst().first)
    let lines = try #require(code.components(separatedBy: "```").first).components(separatedBy: "\n")
    let body = lines.filter { !$0.hasPrefix("import ") }.joined(separator: "\n")
    try await withStore { store in
      try await withRouter { router in
        try await router.register(.usersGet, reading: store) { request, snapshot, reply in
          try reply.send(snapshot.get(.users, request.id))
        }
        try await router.expose(.users, of: store, as: "com.example.users", allowing: .all)
        let seen = try await run(
          router,
          """
          const said = [];
          const console = { log: (...values) => said.push(values.join(" ")) };
          \(body.replacingOccurrences(of: "\"ws://127.0.0.1:8080/\"", with: "url"))
          return { said, commit };
          """)
        #expect(seen["said"] as? [String] == ["User 7 1000"] + [1, 4, 7, 10, 13, 16, 19].map(String.init))
        #expect(Int(seen["commit"] as? String ?? "") != nil)
        #expect(try store.read { txn in try txn.get(.users, 7)?.name.description } == "Anna")
      }
    }
  }

  @Test func `keys of several values and in descending order are those that the store has`() async throws {
    let store = try Store.temporary(schema: SeatsSchema.schema)
    try await store.write { txn in
      for number in 1...9 as ClosedRange<UInt32> {
        try txn.put(.init(row: "A\u{0}", number: number, price: Double(number) - 5.5), in: .seats)
        try txn.put(.init(row: "Bä", number: number, guest: "Guest \(number)", price: 100), in: .seats)
      }
    }
    try await withRouter { router in
      try await router.expose(.seats, of: store, as: "seats", allowing: .reading)
      let seen = try await run(
        router,
        """
        const session = await connect(url, { realm: "realm1" });
        const seats = session.table(Seat, "seats");
        const listed = async (range) => (await seats.list(range)).rows.map((seat) => `${seat.row[0]}${seat.number}`).join(" ");
        return {
          one: (await seats.get(["Bä", 4])).guest, row: await listed({ from: "Bä", to: "Bä" }),
          price: await listed({ by: "seatsByPrice", from: -4.5, to: -0.5 }), guest: await listed({ by: "seatsByGuest", from: "Guest 7" }),
          wrong: await failing(seats.get("Bä")), nul: (await seats.get(["A\\u0000", 9])).price,
        };
        """)
      #expect(seen["one"] as? String == "Guest 4" && seen["nul"] as? Double == 3.5)
      #expect(seen["row"] as? String == "B9 B8 B7 B6 B5 B4 B3 B2 B1")
      #expect(seen["price"] as? String == "A1 A2 A3 A4 A5")
      #expect(seen["guest"] as? String == "B7 B8 B9")
      #expect(
        seen["wrong"] as? String
          == "EncodingError key: found 1 values, expected 2: row: string, number: unsigned")
    }
    store.close()
  }
}
