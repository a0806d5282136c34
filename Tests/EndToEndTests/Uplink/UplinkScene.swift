import Flatwire
import Programs
import Testing

/// A router that has something to offer, and another one whose clients want it.
struct UplinkScene {
  let inner: Router
  let outer: Router
  /// A session of the inner router's process with the other one.
  let outside: WAMPSession

  /// - Parameters:
  ///   - serializer: what the two routers speak with each other.
  ///   - inside: the rules of the inner router's realm.
  ///   - outside: those of the other one's.
  static func run(
    _ serializer: SerializerKind = .cbor, inside: Permissions? = nil, outside permissions: Permissions? = nil,
    _ body: (UplinkScene) async throws -> Void
  ) async throws {
    let inner = try await Router.start(.webSocket(port: 0), realm: "realm1", permissions: inside)
    let outer = try await Router.start(.webSocket(port: 0), realm: "realm1", permissions: permissions)
    let outside = try await join(outer, serializer)
    let result = await Result.of {
      try await body(UplinkScene(inner: inner, outer: outer, outside: outside))
    }
    await outside.close()
    await inner.stop()
    await outer.stop()
    try result.get()
  }

  /// A client of the other router.
  func client(_ serializer: SerializerKind = .cbor) async throws -> WAMPSession {
    try await join(outer, serializer)
  }

  /// Waits until an uplink offers exactly these.
  func wait(for uplink: Uplink, toOffer procedures: Set<URIPattern>) async throws {
    while Set(await uplink.procedures) != procedures { try await Task.sleep(for: .milliseconds(1)) }
  }
}
