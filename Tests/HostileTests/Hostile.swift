import Foundation
import Programs
import Testing

/// One attack after the other: each has a router of its own, and what it costs is measured.
@Suite("Hostile programs", .oneAtATime, .serialized, .timeLimit(.minutes(60)))
enum Hostile {
  /// Whether `Tests/HostileTests/run` asks for all of it, or a test run for a brief part.
  static let isFull = ProcessInfo.processInfo.environment["HOSTILE"] == "full"
}
