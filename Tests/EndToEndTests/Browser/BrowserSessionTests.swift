import Flatwire
import Foundation
import Programs
import Testing

/// Sessions of a page in headless Chromium with our router.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct BrowserSessionTests {
  private static let imports = """
    import { connect, Result, WAMPError } from "./flatwire/flatwire.js";
    import { User, usersGet, usersChanged } from "./users.js";
    const failing = (promise) => promise.then(() => "nothing", (error) => `${error.uri ?? error.name} ${error.message}`);
    """

  private func run(_ port: Int, _ script: String) async throws -> [String: Any] {
    try await BrowserPage.with(schemas: [AutobahnPeer.schemas.appending(path: "users.fbs")]) { page in
      let script = "const url = \"ws://127.0.0.1:\(port)/\";\n" + script
      return try #require(try await page.run(imports: Self.imports, script) as? [String: Any])
    }
  }

  @Test func `pages call each other, in parts, giving up, and with errors`() async throws {
    try await withRouter { router in
      let seen = try await run(
        router.port,
        """
        const callee = await connect(url, { realm: "realm1" });
        const caller = await connect(url, { realm: "realm1" });
        await callee.register("com.add", ({ args, kwargs }) => new Result([args[0] + args[1]], kwargs));
        await callee.register("com.parts", (call) => { for (let part = 0; part < 3; part++) call.progress(part); return "end"; });
        let tell;
        const interrupted = new Promise((resolve) => { tell = resolve; });
        await callee.register("com.slow", ({ signal }) => new Promise((_, reject) => {
          signal.addEventListener("abort", () => { tell(signal.reason.uri); reject(signal.reason); });
        }));
        await callee.register("com.fail", () => { throw new WAMPError("com.bad", ["text", 7], { key: true }); });
        const errors = [];
        const careless = await connect(url, { realm: "realm1", onError: (error) => errors.push(error.message) });
        await careless.register("com.throw", () => { throw new Error("a secret"); });
        await callee.register(usersGet, ({ id }) => ({ id, name: "Ann", avatar: [1, 2] }));

        const sum = await caller.call("com.add", [2, 3], { kwargs: { big: 2n ** 63n } });
        const parts = [];
        for await (const { args } of caller.results("com.parts")) parts.push(args[0]);
        const controller = new AbortController();
        const slow = caller.call("com.slow", [], { signal: controller.signal }).catch((error) => error);
        await caller.call("com.add", [1, 1]);
        controller.abort("given up");
        const user = await caller.call(usersGet, { id: 7n });
        const bad = await caller.call("com.fail").catch(({ uri, args, kwargs }) => ({ uri, args, kwargs }));
        return {
          sum: [sum.args, sum.kwargs], parts, slow: await slow, interrupted: await interrupted, bad, user,
          late: await failing(caller.call("com.slow", [], { timeout: 20 })), thrown: await failing(caller.call("com.throw")), errors,
          missing: await failing(caller.call("com.none")), plain: await failing(caller.call(usersGet.uri, [7])),
          large: await failing(caller.call("com.add", [new Uint8Array(20 << 20)])),
        };
        """)
      #expect(seen["sum"] as? NSArray == [[5], ["big": "9223372036854775808"]])
      #expect(seen["parts"] as? NSArray == [0, 1, 2, "end"])
      #expect(seen["slow"] as? String == "given up")
      #expect(seen["interrupted"] as? String == "wamp.error.canceled")
      #expect(
        seen["bad"] as? NSDictionary == ["uri": "com.bad", "args": ["text", 7], "kwargs": ["key": true]])
      #expect(seen["user"] as? NSDictionary == ["id": 7, "name": "Ann", "avatar": [1, 2]])
      #expect((seen["late"] as? String)?.hasPrefix("wamp.error.timeout ") == true, "\(seen)")
      #expect(seen["thrown"] as? String == "wamp.error.runtime_error wamp.error.runtime_error")
      #expect(seen["errors"] as? [String] == ["a secret"])
      #expect((seen["missing"] as? String)?.hasPrefix("wamp.error.no_such_procedure ") == true, "\(seen)")
      #expect((seen["plain"] as? String)?.hasPrefix("wamp.error.invalid_payload ") == true, "\(seen)")
      #expect((seen["large"] as? String)?.hasPrefix("wamp.error.payload_size_exceeded ") == true, "\(seen)")
    }
  }

  @Test(arguments: [true, false])
  func `a page and Swift have each other's declared errors and parts as records`(isPageOffering: Bool)
    async throws
  {
    try await withRouter { router in
      let session = try await join(router, .cbor)
      if !isPageOffering {
        try await session.register(.accountsPay) { payment in
          throw try RecordError<Insufficient>(.init(missing: payment.record.amount - 100, currency: "EUR"))
        }
        try await session.register(.accountsAudit) { period, parts in
          try await parts.send(.init(number: period.record.first, amount: 10))
          return try RecordBuffer<Audited>(.init(count: 1))
        }
      }
      try await session.register("com.example.ask") { _ in
        let error = await #expect(throws: RecordError<Insufficient>.self) {
          _ = try await session.call(.accountsPay, .init(amount: 120))
        }
        #expect(error?.buffer.draft == .init(missing: 20, currency: "EUR"))
        var numbers: [UInt64] = []
        for try await answer in try await session.results(of: .accountsAudit, .init(first: 7)) {
          switch answer {
          case .part(let receipt): numbers.append(receipt.record.number)
          case .result(let audited): numbers.append(UInt64(audited.record.count))
          }
        }
        #expect(numbers == [7, 1])
        return .none
      }
      let script = """
        const session = await connect("ws://127.0.0.1:\(router.port)/", { realm: "realm1" });
        if (\(isPageOffering)) {
          await session.register(accountsPay, ({ amount }) => {
            throw new RecordError(Insufficient, { missing: amount - 100n, currency: "EUR" });
          });
          await session.register(accountsAudit, ({ first }, call) => {
            call.progress({ number: first, amount: 10 });
            return { count: 1 };
          });
          await session.call("com.example.ask");
        }
        const error = await session.call(accountsPay, { amount: 120 }).catch((error) => error);
        const answers = [];
        for await (const answer of session.results(accountsAudit, { first: 7 })) {
          answers.push(answer instanceof Receipt ? `receipt ${answer.number}` : `${answer.count} receipts`);
        }
        return {
          isTyped: error instanceof RecordError && error instanceof WAMPError, uri: error.uri,
          missing: Number(error.record.missing), currency: error.record.currency, answers,
        };
        """
      let schemas = [AutobahnPeer.schemas.appending(path: "accounts.fbs")]
      let seen = try await BrowserPage.with(schemas: schemas) { page in
        let imports = """
          import { connect, RecordError, WAMPError } from "./flatwire/flatwire.js";
          import { accountsAudit, accountsPay, Insufficient, Receipt } from "./accounts.js";
          """
        return try #require(try await page.run(imports: imports, script) as? NSDictionary)
      }
      #expect(
        seen == [
          "isTyped": true, "uri": Insufficient.errorURI, "missing": 20, "currency": "EUR",
          "answers": ["receipt 7", "1 receipts"],
        ])
      await session.close()
    }
  }

  @Test func `a page and Swift publish records to each other`() async throws {
    try await withRouter { router in
      let session = try await join(router, .cbor)
      let events = try await session.subscribe(to: .usersChanged)
      try await session.register("com.example.publish") { _ in
        try await session.publish(
          .init(id: 1, name: "From Swift"), to: .usersChanged, options: .init(acknowledge: true))
        try await session.publish(
          ["no record"], to: "com.example.user.changed", options: .init(acknowledge: true))
        try await session.publish([3], to: "com.example.door.opened", options: .init(acknowledge: true))
        return Payload(arguments: [])
      }
      let seen = try await run(
        router.port,
        """
        const errors = [];
        const session = await connect(url, { realm: "realm1", onError: (error) => errors.push(error.uri) });
        let heard;
        const opened = new Promise((resolve) => { heard = resolve; });
        const names = [];
        const first = await session.subscribe(usersChanged, (user) => names.push(user.name));
        const second = await session.subscribe(usersChanged, (user, event) => names.push(event.topic));
        await session.subscribe("com.example.", ({ topic, args }) => { if (topic.endsWith("opened")) heard([topic, args]); }, { match: "prefix" });
        await session.call("com.example.publish");
        const last = await opened;
        await first.unsubscribe();
        await second.unsubscribe();
        await session.call("com.example.publish");
        const publication = await session.publish(usersChanged, { id: 5, name: "From the page" }, { acknowledge: true });
        return { names, last, errors, rejected: first.rejected, isKnown: Number(publication) > 0 };
        """)
      #expect(seen["names"] as? [String] == ["From Swift", "com.example.user.changed"])
      #expect(seen["last"] as? NSArray == ["com.example.door.opened", [3]])
      #expect(seen["errors"] as? [String] == ["wamp.error.invalid_payload", "wamp.error.invalid_payload"])
      #expect(seen["rejected"] as? Int == 1 && seen["isKnown"] as? Bool == true)
      var iterator = events.makeAsyncIterator()
      #expect(try await iterator.next()?.record.name.description == "From the page")
      await session.close()
    }
  }

  @Test func `a page proves who it is by ticket and by WAMP-CRA, and is told why it may not join`()
    async throws
  {
    let router = try await Router.start(.webSocket(port: 0), realm: "realm1", authentication: .closedRealm())
    let seen = try await run(
      router.port,
      """
      const joined = async (options) => {
        const session = await connect(url, { realm: "realm1", ...options });
        await session.close();
        return session.details.authid;
      };
      return {
        tina: await joined({ authid: "tina", ticket: async () => "pencil" }), carl: await joined({ authid: "carl", secret: "pencil" }),
        sal: await joined({ authid: "sal", secret: () => "pencil" }), wrong: await failing(joined({ authid: "carl", secret: "pen" })),
        realm: await failing(connect(url, { realm: "realm2" })),
      };
      """)
    #expect(seen["tina"] as? String == "tina" && seen["carl"] as? String == "carl", "\(seen)")
    #expect((seen["wrong"] as? String)?.hasPrefix("wamp.error.") == true, "\(seen)")
    #expect(seen["sal"] as? String == "sal", "\(seen)")
    #expect((seen["realm"] as? String)?.hasPrefix("wamp.error.no_such_realm ") == true, "\(seen)")
    await router.stop()
  }

  @Test func `what is no message of a router ends the session with the reason`() async throws {
    let seen = try await run(
      0,
      """
      // A connection whose router says what it is told to.
      class Connection {
        constructor(url, [protocol]) {
          Object.assign(this, { protocol, readyState: 1, bufferedAmount: 0 });
          setTimeout(() => { this.onopen(); for (const data of Connection.messages) this.onmessage({ data }); });
        }
        send(bytes) { Connection.sent = [...bytes]; }
        close() {}
      }
      const bytes = (...values) => new Uint8Array(values).buffer;
      const welcome = bytes(0x83, 2, 1, 0xa0);
      const told = async (...messages) => {
        Connection.messages = messages;
        try {
          const session = await connect("ws://router", { realm: "realm1", WebSocket: Connection });
          return (await session.closed).message;
        } catch (error) {
          return error.message;
        }
      };
      return {
        told: [
          await told("text"), await told(bytes(0x83, 2)), await told(bytes(0x83, 0x18, 50, 1, 0xa0)), await told(welcome, bytes(0x83, 6, 0xa0, 1)),
          await told(welcome, bytes(0x82, 0x18, 33, 1)), await told(welcome, bytes(0x9f, 33)), await told(welcome, bytes(0xff)),
          await told(welcome, bytes(...Array(1000).fill(0x81))), await told(welcome, bytes(0x9b, 0, 1, 0, 0, 0, 0, 0, 0)),
        ],
        last: Connection.sent[1],
      };
      """)
    let told = try #require(seen["told"] as? [String])
    let expected = [
      "expected a binary one", "expected them within the message",
      "found a message of type 50 before WELCOME",
      "found a message of type 6 whose elements are of other types",
      "found a message of type 33 whose elements are of other types", "found an end, expected more bytes",
      "found no message that a router sends", "nested more than 192 deep", "expected them within the message",
    ]
    for (told, expected) in zip(told, expected) {
      #expect(told.hasPrefix("wamp.error.protocol_violation: ") && told.contains(expected), "\(told)")
    }
    // ABORT.
    #expect(seen["last"] as? Int == 3)
  }

  @Test func `a page of another origin is refused, and knows that it has no connection`() async throws {
    var endpoint = Endpoint.webSocket(port: 0)
    endpoint.webSocket = .init(allowedOrigins: ["https://app.example"])
    let router = try await Router.start([endpoint], realms: ["realm1"])
    let seen = try await run(
      router.port, "return { refused: await failing(connect(url, { realm: \"realm1\" })) };")
    #expect((seen["refused"] as? String)?.hasPrefix("wamp.close.transport_lost ") == true, "\(seen)")
    await router.stop()
  }

  @Test func `a page comes back when the router was gone, and its subscriptions and procedures go on`()
    async throws
  {
    let first = try await Router.start(.webSocket(port: 0), realm: "realm1")
    let port = first.port
    let stopping = try await WAMPSession.connect(to: first.inProcess(), realm: "realm1")
    try await stopping.register("com.example.stop") { _ in
      // In its own time, as the router does not end before its handlers.
      Task { await first.stop() }
      return Payload(arguments: [])
    }
    async let seen = run(
      port,
      """
      const states = [];
      let opened;
      const open = new Promise((resolve) => { opened = resolve; });
      const session = await connect(url, { realm: "realm1", reconnection: { delay: 20, maximumDelay: 100 }, onState: (state) => {
        states.push(state);
        if (state === "open" && states.length > 1) opened();
      } });
      let heard;
      const event = new Promise((resolve) => { heard = resolve; });
      await session.subscribe(usersChanged, (user) => heard(user.name));
      await session.register("com.example.ask", ({ args }) => args);
      await session.call("com.example.stop").catch(() => {});
      await open;
      const other = await connect(url, { realm: "realm1" });
      // What the session asks for now is answered behind what it asked for when it came back.
      await session.call("wamp.session.count");
      const answer = await other.call("com.example.ask", ["still there"]);
      await other.publish(usersChanged, { id: 1, name: "Ann" });
      return { answer: answer.args, name: await event, states };
      """)
    _ = try? await stopping.closed
    var second: Router?
    while second == nil { second = try? await Router.start(.webSocket(port: port), realm: "realm1") }
    let result = try await seen
    #expect(result["answer"] as? NSArray == [["still there"]])
    #expect(result["name"] as? String == "Ann")
    #expect(result["states"] as? [String] == ["open", "waiting", "open"])
    await second?.stop()
  }
}
