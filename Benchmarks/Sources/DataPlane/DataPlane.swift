import Flatwire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Histories, change topics and replicas, each with a server and a client in a process of its own.
@main
enum DataPlane {
  static let usage = """
    usage: DataPlane serve history FOLDER EVENTS SIZE   a topic with so many events
           DataPlane serve changes FOLDER               a table whose changes are published
           DataPlane serve publishing FOLDER            the same table, whose rows are published beside each write
           DataPlane serve replica FOLDER ROWS SIZE     a table for replicas
           DataPlane replay PORT EVENTS                 reads a history to its end
           DataPlane follow PORT SESSIONS EVENTS        receives so many events in each session
           DataPlane replicate PORT FOLDER              pulls a replica

    A server prints "ready PORT", and for each line that it is given what it did since the last one: CPU time in user space
    and in the kernel in seconds, payload bytes copied and not copied, memory of its own in KiB. "write COUNT" makes it write so
    many rows. A client prints the seconds that it took; `follow` prints "ready" when it may begin.
    """

  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    let numbers = arguments.compactMap { Int($0) }
    switch (arguments.prefix(2).joined(separator: " "), arguments.count, numbers.count) {
    case ("serve history", 5, 2):
      try await Server.history(in: arguments[3], events: numbers[0], size: numbers[1]).run()
    case ("serve changes", 3, 0): try await Server.changes(in: arguments[3], byHand: false).run()
    case ("serve publishing", 3, 0): try await Server.changes(in: arguments[3], byHand: true).run()
    case ("serve replica", 5, 2):
      try await Server.replica(in: arguments[3], rows: numbers[0], size: numbers[1]).run()
    default:
      switch (arguments.first, arguments.count, numbers.count) {
      case ("replay", 3, 2): try await Client(port: numbers[0]).replay(numbers[1])
      case ("follow", 4, 3): try await Client(port: numbers[0]).follow(sessions: numbers[1], numbers[2])
      case ("replicate", 3, 1): try await Client(port: numbers[0]).replicate(in: arguments[3])
      default:
        print(usage)
        exit(2)
      }
    }
  }

  /// Prints a line that somebody waits for: a pipe is buffered.
  static func say(_ line: String) {
    print(line)
    fflush(nil)
  }
}

extension Row.Draft {
  /// A row whose body has so many bytes.
  init(_ id: UInt64, size: Int) {
    self.init(id: id, body: [UInt8](repeating: UInt8(truncatingIfNeeded: id), count: size))
  }
}

extension Store.Options {
  /// Of files that are not to outlive the machine.
  static var passing: Self {
    var options = Self()
    options.durability = .fileMayBeLost
    options.mapSize = 16 << 30
    return options
  }
}
