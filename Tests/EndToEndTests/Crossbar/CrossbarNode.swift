import Flatwire
import Foundation
import Programs
import Testing

/// A node of Crossbar.io, which runs as long as a suite. See `Python/crossbar_node.py`.
final class CrossbarNode: Sendable {
  /// Where anybody may join.
  let places: Places
  private let commands: AsyncStream<Program.Reaction>.Continuation
  private let starts: AsyncStream<Places>

  @TaskLocal static var current: CrossbarNode?

  private init(
    _ places: Places, _ starts: AsyncStream<Places>, _ commands: AsyncStream<Program.Reaction>.Continuation
  ) {
    (self.places, self.starts, self.commands) = (places, starts, commands)
  }

  /// Where one joins only who proves who he is.
  var closedPlaces: Places {
    var places = places
    places.path = "/closed"
    return places
  }

  /// Kills the node, and returns when it has been started again at the same addresses.
  func restart() async {
    commands.yield(.hangUp)
    for await _ in starts { break }
  }

  /// Runs a node until `body` has ended.
  ///
  /// Makes its virtual environment if there is none; that needs PyPI once.
  static func run(_ body: (CrossbarNode) async throws -> Void) async throws {
    let scripts = AutobahnPeer.schemas.appending(path: "Python")
    let python = try await Program.python(
      environment: "crossbar", requirements: scripts.appending(path: "crossbar-requirements.txt"))
    try await Certificates.with { certificates in
      try await certificates.issue("router", for: "DNS:localhost")
      let authority = certificates.authority
      try await withShortFolder { folder in
        let node = Program(
          python,
          [
            scripts.appending(path: "crossbar_node.py").path, folder.path,
            certificates.chain(of: "router"), certificates.key(of: "router"),
          ])
        let (starts, started) = AsyncStream.makeStream(of: Places.self)
        let (commands, command) = AsyncStream.makeStream(of: Program.Reaction.self)
        let running = Task {
          defer { started.finish() }
          var next = commands.makeAsyncIterator()
          return try await node.run { line in
            started.yield(try places(line, authority))
            return await next.next() ?? .interrupt
          }
        }
        let result = await Result.of {
          for await places in starts { return try await body(CrossbarNode(places, starts, command)) }
        }
        command.finish()
        let outcome = try await running.value
        try result.get()
        #expect(outcome.status == 0, "\(outcome.text)")
      }
    }
  }

  private static func places(_ line: String, _ authority: String) throws -> Places {
    struct Addresses: Decodable {
      let port: Int
      let tls: Int
      let socket: String
    }
    let addresses = try JSONDecoder().decode(Addresses.self, from: Data(line.utf8))
    return Places(
      port: addresses.port, securePort: addresses.tls, socket: addresses.socket, path: "/ws",
      authority: authority)
  }
}

/// Starts a node of Crossbar.io for all tests of a suite.
struct CrossbarTrait: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await CrossbarNode.run { node in
      try await CrossbarNode.$current.withValue(node) { try await function() }
    }
  }
}

extension Trait where Self == CrossbarTrait {
  /// Runs the suite with a node of Crossbar.io.
  static var crossbar: Self { Self() }
}
