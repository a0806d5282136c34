import ArgumentParser
import Flatwire

struct CallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "call",
    abstract: "Calls a procedure at any WAMP router and prints the result.",
    discussion: """
      A router that describes itself, as flatwire's does, is asked what the procedure takes. If that is a record of a \
      schema, the arguments are its fields in their order, or one JSON object with all of them; they are checked before \
      they are sent, and the result is printed as a record: an object with its fields. So are the rows of an exposed table.

      Else the result is printed as one line of JSON: the value alone if there is only one, else an object with "args" and \
      "kwargs". Each part of a result that comes in parts has a line. The exit code is 0 only for a result.

        flatwire call com.example.add 2 3
        flatwire call com.example.find '{"name": "Ann"}' --kwarg limit=10
        flatwire call --url ws://example.com/ws --realm realm1 --timeout 5 com.example.report
      """)

  @OptionGroup var session: SessionOptions

  @Option(help: "How many seconds the answer may take.")
  var timeout: Double?

  @Flag(help: "Let the callee know who calls.")
  var discloseMe = false

  @Flag(help: "Send the arguments and print the result as they are, without asking what the procedure takes.")
  var plain = false

  @Argument(help: "The procedure's URI.")
  var procedure: String

  @OptionGroup var content: PayloadArguments

  func validate() throws {
    if let timeout, !(timeout > 0 && timeout < 1e9) {
      throw ValidationError("--timeout \(timeout) is not a number of seconds above 0")
    }
  }

  func run() async throws {
    let options = CallOptions(timeout: timeout.map { .seconds($0) }, discloseMe: discloseMe)
    let finished = try await Interruption.cancelling {
      try await session.withSession(for: procedure) { session in
        let described = plain ? nil : try await session.description(of: procedure, options: options)
        let payload = try described.map { try content.payload(of: $0, for: session) } ?? content.payload
        var printer = PayloadPrinter()
        for try await part in try await session.results(of: procedure, payload, options: options) {
          if let described {
            try printer.print(described.result(part.payload, isPart: part.progress))
          } else {
            try printer.print(part.payload)
          }
        }
      }
    }
    if !finished { throw ExitCode(130) }
  }
}
