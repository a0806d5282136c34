import ArgumentParser
import Flatwire

struct PublishCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Publishes an event at any WAMP router.",
    discussion: """
      Waits until the router has acknowledged the event; the exit code is 0 only then.

        flatwire publish com.example.opened '"door"' 3
        flatwire publish com.example.weather --kwarg celsius=21.5 --retain
      """)

  @OptionGroup var session: SessionOptions

  @Flag(help: "Have the router keep the event for those who subscribe later.")
  var retain = false

  @Flag(help: "Let subscribers know who publishes.")
  var discloseMe = false

  @Argument(help: "The topic's URI.")
  var topic: String

  @OptionGroup var content: PayloadArguments

  func run() async throws {
    let options = PublishOptions(discloseMe: discloseMe, retain: retain)
    try await session.withSession(for: topic) { session in
      _ = try await session.publish(content.payload, to: topic, options: options)
    }
  }
}
