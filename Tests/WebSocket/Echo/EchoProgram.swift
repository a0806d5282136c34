#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

import NIOCore
import NIOPosix
import SharedBytes
import WAMPTransport

/// Sends back what it receives, text and bytes, for the WebSocket test suite: see `Tests/WebSocket/run`.
///
///     WebSocketEcho serve             listens, prints "ready PORT", and echoes until it is killed
///     WebSocketEcho connect PORT      runs every case of the suite's server on that port, then asks for the report
@main
enum EchoProgram {
  static let usage = "usage: WebSocketEcho serve | connect PORT"

  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    switch (arguments.first, arguments.dropFirst().first.flatMap { Int($0) }) {
    case ("serve", nil): try await serve()
    case ("connect", .some(let port)): try await connect(port: port)
    default: fatalError(usage)
    }
  }

  private static func serve() async throws {
    let listener = try await Listener.start(
      .webSocket(port: 0), subprotocols: [], acceptsText: true,
      group: MultiThreadedEventLoopGroup.singleton, configuration: configuration, counters: SendCounters()
    ) { _, _ in Echo(ended: nil) }
    print("ready \(listener.address.port ?? 0)")
    // Whoever started it reads the line through a pipe.
    fflush(nil)
    while true { try await Task.sleep(for: .seconds(3600)) }
  }

  private static func connect(port: Int) async throws {
    let text = try await run(port: port, path: "/getCaseCount")
    guard let count = text.flatMap({ Int($0) }) else {
      fatalError("no number of cases: \(text ?? "nothing")")
    }
    for number in 1...count { _ = try await run(port: port, path: "/runCase?case=\(number)&agent=flatwire") }
    _ = try await run(port: port, path: "/updateReports?agent=flatwire")
  }

  /// Echoes on one connection until it is closed.
  ///
  /// - Returns: the first text that came.
  private static func run(port: Int, path: String) async throws -> String? {
    let loop = MultiThreadedEventLoopGroup.singleton.any()
    let ended = loop.makePromise(of: String?.self)
    do {
      try await Connector.connect(
        to: TransportURL(.webSocket, .tcp(host: "127.0.0.1", port: port), path: path), subprotocols: [],
        acceptsText: true,
        on: loop, configuration: configuration
      ) { _, _ in Echo(ended: ended) }
    } catch {
      ended.fail(error)
    }
    return try await ended.futureResult.get()
  }

  private static var configuration: ConnectionConfiguration {
    var configuration = ConnectionConfiguration()
    configuration.handshakeTimeout = .seconds(5)
    return configuration
  }
}
