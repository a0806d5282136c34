import ArgumentParser

/// The command line of the package: shows it at work, serves a database, looks into one, and talks to any WAMP router.
@main
struct FlatwireCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flatwire",
    abstract: "Records stored once, read in place, sent as they are stored.",
    subcommands: [
      DemoCommand.self, ImportCommand.self, ServeCommand.self, DatabaseCommand.self, CallCommand.self,
      PublishCommand.self, SubscribeCommand.self, RegisterCommand.self,
    ])
}
