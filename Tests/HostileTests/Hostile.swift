import Foundation
import Programs
import Testing

/// One attack after the other: each has a router of its own, and what it costs is measured.
///
/// By its own command only, `Tests/HostileTests/run`: the programs attacked are built for release.
@Suite(
  "Hostile programs", .enabled("run by Tests/HostileTests/run") { areHostileProgramsAsked }, .oneAtATime,
  .serialized,
  .timeLimit(.minutes(60)))
enum Hostile {
  /// Whether all of it is asked for, or a brief part.
  static let isFull = ProcessInfo.processInfo.environment["HOSTILE"] == "full"
}

/// Whether the attacks were asked for. Not a member: the suite's macro could not look into its own type.
private let areHostileProgramsAsked = ProcessInfo.processInfo.environment["HOSTILE"] != nil
