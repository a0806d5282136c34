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
///     WebSocketEcho connect PORT alone   the same, with messages that are compressed each alone
///
/// What is built with the package trait `Compression` compresses where the suite wants it, messages of all sizes.
@main
enum EchoProgram {
  static let usage = "usage: WebSocketEcho serve | connect PORT [alone]"

  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    switch (arguments.first, arguments.dropFirst().first.flatMap { Int($0) }) {
    case ("serve", nil): try await serve()
    case ("connect", .some(let port)): try await connect(port: port, alone: arguments.last == "alone")
    default: fatalError(usage)
    }
  }

  private static func serve() async throws {
    var endpoint = Endpoint.webSocket(port: 0)
    endpoint.webSocket?.compression = compression
    let listener = try await Listener.start(
      endpoint, subprotocols: [], acceptsText: true,
      group: MultiThreadedEventLoopGroup.singleton, configuration: configuration, counters: SendCounters()
    ) { _, _ in Echo(ended: nil) }
    print("ready \(listener.address.port ?? 0)")
    // Whoever started it reads the line through a pipe.
    fflush(nil)
    while true { try await Task.sleep(for: .seconds(3600)) }
  }

  private static func connect(port: Int, alone: Bool) async throws {
    let text = try await run(port: port, path: "/getCaseCount", alone: alone)
    guard let count = text.flatMap({ Int($0) }) else {
      fatalError("no number of cases: \(text ?? "nothing")")
    }
    for number in 1...count {
      _ = try await run(port: port, path: "/runCase?case=\(number)&agent=flatwire", alone: alone)
    }
    _ = try await run(port: port, path: "/updateReports?agent=flatwire", alone: alone)
  }

  /// Echoes on one connection until it is closed.
  ///
  /// - Returns: the first text that came.
  private static func run(port: Int, path: String, alone: Bool) async throws -> String? {
    var configuration = configuration
    configuration.compression = compression
    configuration.compression?.sending.isKept = !alone
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

  private static var compression: Compression? {
    guard Compression.isAvailable else { return nil }
    var compression = Compression()
    compression.sizes = 1...1 << 30
    return compression
  }

  private static var configuration: ConnectionConfiguration {
    var configuration = ConnectionConfiguration()
    configuration.handshakeTimeout = .seconds(5)
    return configuration
  }
}
