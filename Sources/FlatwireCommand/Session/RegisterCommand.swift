import ArgumentParser
import Flatwire

struct RegisterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "register",
    abstract:
      "Answers the calls of a procedure at any WAMP router until interrupted, also when the router is gone for a while.",
    discussion: """
      Answers with the given value, or with what a program prints. The program is started for each call and reads \
      {"args": […], "kwargs": {…}} from its standard input. What it prints is JSON, or else one string; bytes that are no \
      text are binary data. If it fails, the caller gets wamp.error.runtime_error; what it writes to its standard error \
      is shown here.

        flatwire register com.example.answer 42
        flatwire register com.example.now -- date +%s
        flatwire register com.example.sum --count 1 -- jq '.args | add'
      """)

  @OptionGroup var session: SessionOptions

  @Option(help: "How the procedure is compared: exact, prefix or wildcard.", transform: Word.match)
  var match: MatchPolicy = .exact

  @Option(help: "End after so many calls.")
  var count: Int?

  @Option(help: "How many programs run at once; more calls wait.")
  var concurrency = 4

  @Argument(help: "The procedure's URI, or a pattern.")
  var procedure: String

  @Argument(
    help: "The result: JSON, or else a string as it is; nothing unless it is given.",
    transform: JSONWord.value)
  var result: Value?

  @Argument(parsing: .postTerminator, help: "After --, a program that answers, and its arguments.")
  var program: [String] = []

  func validate() throws {
    try Word.check(count: count)
    if concurrency < 1 { throw ValidationError("--concurrency \(concurrency) is less than one") }
    if !program.isEmpty, result != nil {
      throw ValidationError("either the result is given or a program that prints it, not both")
    }
  }

  func run() async throws {
    let answer = Payload(arguments: result.map { [$0] } ?? [])
    let program = AnsweringProgram(words: program, slots: ProgramSlots(concurrency))
    let calls = CallCount(limit: count)
    _ = try await Interruption.cancelling {
      try await session.withSession(for: procedure, reconnection: Reconnection()) { session in
        let registration = try await session.register(procedure, options: RegisterOptions(match: match)) {
          call in
          defer { calls.answered() }
          return program.words.isEmpty ? answer : try await program.answer(call.payload)
        }
        printError("registered \(procedure)")
        try await calls.reachLimit(orEndOf: session)
        try await registration.cancel()
        // An answer is on its way only after its handler has returned.
        while await session.unansweredCalls > 0 { try await Task.sleep(for: .milliseconds(5)) }
      }
    }
  }
}
