import ArgumentParser

/// The command line of the package: shows it at work and serves a database.
@main
struct FlatwireCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flatwire",
    abstract: "Records stored once, read in place, sent as they are stored.",
    subcommands: [DemoCommand.self, ImportCommand.self, ServeCommand.self])
}
