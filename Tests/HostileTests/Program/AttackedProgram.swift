import Flatwire
import Foundation
import NIOPosix

/// What the tests attack, in a process of its own: whatever happens to it, the tests see it.
@main
struct AttackedProgram {
  static func main() async throws {
    let arguments = CommandLine.arguments
    switch arguments.dropFirst().first {
    case "router" where arguments.count == 3: try await serve(loops: Int(arguments[2]) ?? 1)
    case "client" where arguments.count == 5:
      try await visit(arguments[2], hostile: arguments[3], honest: arguments[4])
    default: print("usage: AttackedProgram router LOOPS | client flatbuffers|cbor HOSTILE-URL HONEST-URL")
    }
  }

  /// Serves one procedure on so many event loops until the process is ended.
  private static func serve(loops: Int) async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: loops)
    let router = try await Router.start(.webSocket(port: 0), realm: "realm1", group: group)
    try await router.register(.thingsGet) { request in
      try RecordBuffer<Thing>(.init(id: request.record.id, name: "thing"))
    }
    say("listening \(router.port)")
    try await Task.sleep(for: .seconds(86_400))
  }

  /// Visits a hostile router again and again, and after each visit calls an honest one in a session that was there before.
  private static func visit(_ format: String, hostile: String, honest: String) async throws {
    let format: SerializerKind = format == "cbor" ? .cbor : .flatbuffers
    let bystander = try await WAMPSession.connect(to: honest, realm: "realm1", serializers: [format])
    say("ready")
    while true {
      if let session = try? await WAMPSession.connect(to: hostile, realm: "realm1", serializers: [format]) {
        try? await use(session)
        await session.close()
      }
      // If this fails, the process does.
      _ = try await bystander.call(.thingsGet, .init(id: 1))
    }
  }

  /// All that a client does, so that every message has someone who waits for it.
  private static func use(_ session: WAMPSession) async throws {
    let events = try await session.subscribe(to: .thingsChanged)
    let reading = Task { for try await event in events { _ = event.publication } }
    defer { reading.cancel() }
    try await session.register(.thingsGet) { request in
      try RecordBuffer<Thing>(.init(id: request.record.id, name: "answer"))
    }
    _ = try await session.call(.thingsGet, .init(id: 7))
  }

  private static func say(_ line: String) {
    print(line)
    // Whoever reads this from a pipe wants to know now.
    fflush(nil)
  }
}
