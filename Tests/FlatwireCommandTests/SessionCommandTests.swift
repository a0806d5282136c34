import Flatwire
import Programs
import Testing

@testable import FlatwireCommand

/// `flatwire call`, `publish`, `subscribe` and `register`, the built program at a router of ours.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct SessionCommandTests {
  private struct Stage {
    let url: String
    let session: WAMPSession

    func run(_ arguments: [String]) async throws -> Program.Outcome {
      try await Program(built: "flatwire", [arguments[0], "--url", url] + arguments.dropFirst()).run()
    }

    /// Calls until somebody has registered the procedure.
    func call(_ procedure: String, _ payload: Payload = .none) async throws -> CallResult {
      while true {
        do {
          return try await session.call(procedure, payload)
        } catch let error as WAMPError where error.code == .noSuchProcedure {
          try await Task.sleep(for: .milliseconds(50))
        }
      }
    }
  }

  /// A router, and a session that answers `com.example.echo`, `com.example.parts` and `com.example.fail`.
  private func withStage(_ body: (Stage) async throws -> Void) async throws {
    let router = try await Router.start(.webSocket(port: 0), realm: "realm1")
    let url = "ws://127.0.0.1:\(router.port)/"
    let session = try await WAMPSession.connect(to: url, realm: "realm1")
    try await session.register("com.example.echo") { $0.payload }
    try await session.register("com.example.parts") { call in
      for part in 1...3 { try await call.progress?.send(Payload(arguments: [.int(Int64(part))])) }
      return Payload(arguments: ["done"])
    }
    try await session.register("com.example.fail") { _ in
      throw WAMPError(
        WAMPError.Code("com.example.error.full"), "no room",
        payload: Payload(arguments: ["no room", 7], keywords: ["shelf": 3]))
    }
    try await body(Stage(url: url, session: session))
    await session.close()
    await router.stop()
  }

  @Test(
    "call prints the result as one line of JSON",
    arguments: [
      ([], ""), (["7"], "7\n"), (["text"], "\"text\"\n"), (["--", "-5"], "-5\n"),
      (["1", "two", #"{"b":[null],"a":1.5}"#], #"{"args": [1, "two", {"a": 1.5, "b": [null]}]}"# + "\n"),
      (["-k", "x=1", "--kwarg", "y=z=z"], #"{"kwargs": {"x": 1, "y": "z=z"}}"# + "\n"),
      ([#""\u0000AAEC""#], #""\u0000AAEC""# + "\n"),
    ])
  func call(_ arguments: [String], output: String) async throws {
    try await withStage { stage in
      let outcome = try await stage.run(["call", "com.example.echo"] + arguments)
      #expect(outcome.output == output)
      #expect(outcome.status == 0, "\(outcome.text)")
      #expect(outcome.errors.contains("binary data in base64") == output.contains("\\u0000"))
    }
  }

  @Test("call speaks the format that is asked for", arguments: SerializerKind.allCases)
  func formats(_ format: SerializerKind) async throws {
    try await withStage { stage in
      let outcome = try await stage.run(["call", "com.example.echo", "--format", format.name, "7"])
      #expect(outcome.output == "7\n" && outcome.status == 0, "\(outcome.text)")
    }
  }

  @Test("call prints each part of a result that comes in parts")
  func parts() async throws {
    try await withStage { stage in
      let outcome = try await stage.run(["call", "com.example.parts"])
      #expect(outcome.output == "1\n2\n3\n\"done\"\n" && outcome.status == 0, "\(outcome.text)")
    }
  }

  @Test("an ERROR is told with the URI and all that it carries, and ends with 1")
  func errors() async throws {
    try await withStage { stage in
      let failed = try await stage.run(["call", "com.example.fail"])
      #expect(failed.status == 1 && failed.output == "")
      #expect(failed.errors.contains("com.example.fail: com.example.error.full: no room"), "\(failed.text)")
      #expect(failed.errors.contains(#"{"args": ["no room", 7], "kwargs": {"shelf": 3}}"#), "\(failed.text)")
      let nobody = try await stage.run(["call", "com.example.nobody"])
      #expect(nobody.status == 1)
      #expect(nobody.errors.contains("com.example.nobody: wamp.error.no_such_procedure"), "\(nobody.text)")
      let realm = try await stage.run(["publish", "--realm", "elsewhere", "com.example.a"])
      #expect(realm.status == 1)
      #expect(realm.errors.contains("realm elsewhere: wamp.error.no_such_realm"), "\(realm.text)")
    }
  }

  @Test("a call that takes too long ends with 1, an interrupted one with 130 and is cancelled")
  func slowCalls() async throws {
    try await withStage { stage in
      let (started, begin) = AsyncStream<Void>.makeStream()
      let (cancelled, end) = AsyncStream<Void>.makeStream()
      try await stage.session.register("com.example.slow") { call in
        begin.yield()
        defer { end.yield() }
        try await call.progress?.send(Payload(arguments: ["begun"]))
        try await Task.sleep(for: .seconds(60))
        return .none
      }
      let late = try await stage.run(["call", "com.example.slow", "--timeout", "0.2"])
      #expect(late.status == 1 && late.errors.contains("wamp.error.timeout"), "\(late.text)")
      for await _ in started { break }
      for await _ in cancelled { break }
      let program = Program(built: "flatwire", ["call", "--url", stage.url, "com.example.slow"])
      let interrupted = try await program.run { line in line == "\"begun\"" }
      #expect(interrupted.status == 130, "\(interrupted.text)")
      for await _ in cancelled { break }
    }
  }

  @Test("subscribe prints what publish publishes")
  func events() async throws {
    try await withStage { stage in
      let arguments = ["com.example.", "--match", "prefix", "--details", "--count", "1"]
      async let subscriber = stage.run(["subscribe"] + arguments)
      // Until it is there, nobody keeps what is published.
      let publisher = Task {
        while !Task.isCancelled {
          let outcome = try await stage.run(["publish", "com.example.opened", "door", "3", "-k", "by=Ann"])
          // Whoever is cancelled has its program killed.
          #expect((outcome.status == 0 && outcome.text == "") || Task.isCancelled, "\(outcome.text)")
        }
      }
      let outcome = try await subscriber
      publisher.cancel()
      _ = await publisher.result
      #expect(outcome.status == 0, "\(outcome.text)")
      #expect(outcome.output.hasPrefix(#"{"args": ["door", 3], "kwargs": {"by": "Ann"}, "publication": "#))
      #expect(outcome.output.hasSuffix(#", "topic": "com.example.opened"}"# + "\n"), "\(outcome.text)")
    }
  }

  @Test("subscribe goes on until it is interrupted, which is a good end")
  func interruptedSubscriber() async throws {
    try await withStage { stage in
      let publisher = Task {
        while !Task.isCancelled {
          try await stage.session.publish([1], to: "com.example.tick")
          try await Task.sleep(for: .milliseconds(20))
        }
      }
      let program = Program(built: "flatwire", ["subscribe", "--url", stage.url, "com.example.tick"])
      var lines = 0
      let outcome = try await program.run { line in
        #expect(line == "1")
        lines += 1
        return lines == 3
      }
      publisher.cancel()
      #expect(outcome.status == 0, "\(outcome.text)")
    }
  }

  @Test("register answers with a value until its count is reached")
  func fixedAnswer() async throws {
    try await withStage { stage in
      async let callee = stage.run(["register", "com.example.answer", "42", "--count", "2"])
      for _ in 1...2 {
        let result = try await stage.call("com.example.answer")
        #expect(try result.arguments().list == [42])
      }
      let outcome = try await callee
      #expect(outcome.status == 0 && outcome.output == "", "\(outcome.text)")
    }
  }

  @Test("register answers with what a program prints of the call")
  func program() async throws {
    try await withStage { stage in
      async let callee = stage.run(["register", "com.example.cat", "--count", "1", "--", "cat"])
      let result = try await stage.call("com.example.cat", Payload(arguments: [7], keywords: ["a": "b"]))
      #expect(try result.arguments().list == [["args": [7], "kwargs": ["a": "b"]]])
      let outcome = try await callee
      #expect(outcome.status == 0, "\(outcome.text)")
    }
  }

  @Test(
    "a program that fails, or that there is not, is an error without its text for the caller",
    arguments: [
      ["sh", "-c", "echo secret >&2; exit 3"],
      ["sh", "-c", "echo secret >&2; exec head -c 20000000 /dev/zero"],
      ["/nowhere/secret"],
    ])
  func failingProgram(_ words: [String]) async throws {
    try await withStage { stage in
      async let callee = stage.run(["register", "com.example.broken", "--count", "1", "--"] + words)
      let error = await #expect(throws: WAMPError.self) { try await stage.call("com.example.broken") }
      #expect(error?.code == .runtimeError, "\(String(describing: error))")
      #expect(error.map { !"\($0)".contains("secret") } == true)
      let outcome = try await callee
      #expect(outcome.errors.contains("secret"), "\(outcome.text)")
    }
  }

  @Test("a program that ends without reading the call, many times, has answered", arguments: 1...10)
  func unreadCall(_ number: Int) async throws {
    try await withStage { stage in
      async let callee = stage.run(["register", "com.example.true", "--count", "1", "--", "true"])
      let result = try await stage.call(
        "com.example.true", Payload(arguments: [.string(String(repeating: "a", count: 100_000))]))
      #expect(result.payload == .none)
      let outcome = try await callee
      #expect(outcome.status == 0, "\(outcome.text)")
    }
  }

  @Test("no more programs run at once than are allowed")
  func slots() async throws {
    try await withStage { stage in
      // The second one fails if the first has not ended.
      let script = "mkdir \"$0\" || exit 1; sleep 0.1; rmdir \"$0\"; echo 1"
      let folder = "/tmp/flatwire-slots-\(stage.session.id)"
      let words = ["sh", "-c", script, folder]
      async let callee = stage.run(
        ["register", "com.example.turn", "--concurrency", "1", "--count", "4", "--"] + words)
      _ = try await stage.call("com.example.turn")
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 1...3 { group.addTask { _ = try await stage.call("com.example.turn") } }
        try await group.waitForAll()
      }
      let outcome = try await callee
      #expect(outcome.status == 0, "\(outcome.text)")
    }
  }

  @Test(
    "what is wrong is named",
    arguments: [
      (["call", "com.example.echo", "{x"], "'{x' is not JSON"),
      (["call", "com.example.echo", "-k", "x"], "'x' is not of the form name=value"),
      (["call", "com.example.echo", "-k", "x=1", "-k", "x=2"], "--kwarg x is given twice"),
      (["call", "com.example.echo", "--timeout", "0"], "--timeout 0.0 is not a number of seconds above 0"),
      (["call", "com.example.echo", "--format", "yaml"], "there is no format 'yaml'"),
      (["call", "com.example.echo", "--url", "http://127.0.0.1/"], "http://127.0.0.1/"),
      (["call", "com.example.echo", "--url", "ws://127.0.0.1:1/"], "cannot connect to ws://127.0.0.1:1/"),
      (["subscribe", "com.example.a", "--match", "regex"], "'regex' is not exact, prefix or wildcard"),
      (["subscribe", "com.example.a", "--count", "0"], "--count 0 is less than one"),
      (["register", "com.example.a", "1", "--", "cat"], "not both"),
      (["register", "com.example.a", "--concurrency", "0"], "--concurrency 0 is less than one"),
    ])
  func faults(_ arguments: [String], text: String) async throws {
    let outcome = try await Program(built: "flatwire", arguments).run()
    #expect(outcome.status != 0 && outcome.output == "")
    #expect(outcome.errors.contains(text), "\(outcome.text)")
  }
}
