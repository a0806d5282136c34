import Flatwire
import Foundation
import Programs
import Testing

/// A router of ours that listens for everything, for all tests of a suite.
struct ConformanceRouter: SuiteTrait, TestScoping {
  /// Where one has to prove who one is; in the other realm anybody may join.
  static let closedRealm = "realm2"
  static let trustLevels: [String: UInt64] = ["anonymous": 2, "trusted": 5]

  @TaskLocal static var places: Places?

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await Certificates.with { certificates in
      try await certificates.issue("router", for: "DNS:localhost")
      try await withShortFolder { folder in
        let socket = folder.appending(path: "router.sock").path
        var secure = Endpoint.universal(port: 0)
        secure.tls = ServerTLS(
          certificateChain: certificates.chain(of: "router"), privateKey: certificates.key(of: "router"))
        let closed = RealmConfiguration(Self.closedRealm, authentication: try .closedRealm())
        var realm = RealmConfiguration("realm1")
        realm.trustLevels = Self.trustLevels
        let router = try await Router.start(
          [.universal(port: 0), secure, .universal(.unix(path: socket))], realms: [realm, closed])
        let places = Places(
          port: router.port, securePort: try #require(router.addresses[1].port), socket: socket,
          authority: certificates.authority, inProcess: router.inProcess())
        let result = await Result.of {
          try await Self.$places.withValue(places) { try await function() }
        }
        await router.stop()
        try result.get()
      }
    }
  }
}

extension Trait where Self == ConformanceRouter {
  /// Runs the suite with a router of ours.
  static var conformanceRouter: Self { Self() }
}
