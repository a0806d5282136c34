import ArgumentParser
import Flatwire

struct SubscribeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "subscribe",
    abstract:
      "Prints the events of a topic at any WAMP router until interrupted, also when the router is gone for a while.",
    discussion: """
      Each event is one line of JSON: the value alone if there is only one, else an object with "args" and "kwargs"; with \
      --details always an object, with the topic and what else the router says.

        flatwire subscribe com.example.opened
        flatwire subscribe com.example. --match prefix --details
        flatwire subscribe com.example.weather --get-retained --count 1
      """)

  @OptionGroup var session: SessionOptions

  @Option(help: "How the topic is compared: exact, prefix or wildcard.", transform: Word.match)
  var match: MatchPolicy = .exact

  @Flag(help: "Ask for the event that the router keeps, if any.")
  var getRetained = false

  @Flag(help: "Print what the router says about each event, too.")
  var details = false

  @Option(help: "End after so many events.")
  var count: Int?

  @Argument(help: "The topic's URI, or a pattern.")
  var topic: String

  func validate() throws { try Word.check(count: count) }

  func run() async throws {
    let options = SubscribeOptions(match: match, getRetained: getRetained)
    _ = try await Interruption.cancelling {
      try await session.withSession(for: topic, reconnection: Reconnection()) { session in
        let events = try await session.subscribe(
          to: topic, options: options, buffering: EventBuffering(overflow: .fail))
        printError("subscribed to \(topic)")
        var left = count ?? Int.max
        var printer = PayloadPrinter()
        for try await event in events {
          if details { try printer.print(event) } else { try printer.print(event.payload) }
          left -= 1
          if left == 0 { break }
        }
      }
    }
  }
}
