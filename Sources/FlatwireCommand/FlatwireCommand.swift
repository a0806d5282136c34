import ArgumentParser

/// The command line of the package: shows it at work, serves a database and looks into one.
@main
struct FlatwireCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flatwire",
    abstract: "Records stored once, read in place, sent as they are stored.",
    subcommands: [DemoCommand.self, ImportCommand.self, ServeCommand.self, DatabaseCommand.self])
}
