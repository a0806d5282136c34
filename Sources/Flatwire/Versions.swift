internal import FlatBuffersRuntime
internal import WAMP

// A member of the module, not of a type of its name: the module's name then qualifies what it exports, as in
// `Flatwire.Store`.

/// What this build of the package understands: `Flatwire.versions`.
public var versions: Versions {
  Versions(
    generatedCode: GeneratedCode.versions, subprotocols: SerializerKind.allCases.map(\.subprotocol))
}

/// What a build of the package understands.
///
/// Whether two peers mean the same by a record is told by their schemas' fingerprints, such as
/// `User.embeddedSchema?.fingerprint`.
public struct Versions: Sendable, Equatable {
  /// The versions of the schema compiler whose code this runtime runs; code of others does not compile.
  public let generatedCode: [String]
  /// The WebSocket subprotocols spoken, the preferred one first.
  public let subprotocols: [String]
}
