import Foundation
import Programs
import Testing

/// One attack after the other: each has a router of its own, and what it costs is measured.
///
/// By its own command only, `Tests/HostileTests/run`: the programs of others have deadlines that a whole test run breaks.
@Suite(
  "Hostile programs", .enabled("run by Tests/HostileTests/run") { Hostile.isAsked }, .oneAtATime, .serialized,
  .timeLimit(.minutes(60)))
enum Hostile {
  /// Whether the attacks were asked for.
  static let isAsked = ProcessInfo.processInfo.environment["HOSTILE"] != nil

  /// Whether all of it is asked for, or a brief part.
  static let isFull = ProcessInfo.processInfo.environment["HOSTILE"] == "full"
}
