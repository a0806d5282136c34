import Flatwire
import Foundation
import Programs
import Testing

@testable import FlatwireCommand

/// `flatwire call` at routers that tell what their procedures are: the built program, which has no code for them.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct DescribedCallTests {
  private static let get = Procedure.packagesGet.uri
  private static let bash = Package.Draft(
    name: "bash", version: "5.2", section: "shells",
    dependencies: [.init(name: "libc6", relation: ">=", version: "2.36")])
  private static let printed =
    #"{ "name": "bash", "version": "5.2", "section": "shells", "installed_size": 0, "dependencies": "#
    + #"[ { "name": "libc6", "relation": ">=", "version": "2.36" } ] }"# + "\n"

  /// How the packages are offered: from a store by the router that tells of them, or by a client of a router whose
  /// inventory tells of them.
  enum Offer: CaseIterable { case stored, ofClient }

  private func withPackages(_ offer: Offer, _ body: (_ url: String) async throws -> Void) async throws {
    var realm = RealmConfiguration("realm1")
    if offer == .ofClient { realm.inventory = [Package.embeddedSchema] }
    let router = try await Router.start([.webSocket(port: 0)], realms: [realm])
    let url = "ws://127.0.0.1:\(router.port)/"
    let session = try await WAMPSession.connect(to: url, realm: "realm1")
    let store = try Store.temporary(schema: PackagesSchema.schema)
    try await store.write { txn in try txn.put(Self.bash, in: .packages) }
    switch offer {
    case .stored: try await PackageService(store: store).register(on: router)
    case .ofClient:
      // Knows nothing of records, as a program in another language.
      try await session.register(Self.get) { call in
        let (list, keywords) = try call.payload.arguments()
        #expect(list == ["bash"] && keywords.isEmpty)
        return Payload(arguments: [
          "bash", "5.2", "shells", 0, [["name": "libc6", "relation": ">=", "version": "2.36"]],
        ])
      }
    }
    try await body(url)
    await session.close()
    await router.stop()
  }

  private func call(_ url: String, _ arguments: [String]) async throws -> Program.Outcome {
    try await Program(built: "flatwire", ["call", "--url", url] + arguments).run()
  }

  @Test(arguments: Offer.allCases, SerializerKind.allCases)
  func `arguments and one object are the record, and the result is printed as one`(
    offer: Offer, format: SerializerKind
  ) async throws {
    try await withPackages(offer) { url in
      for argument in ["bash", #"{"name": "bash"}"#] {
        let outcome = try await call(url, [Self.get, argument, "--format", format.name])
        #expect(outcome.output == Self.printed && outcome.status == 0, "\(outcome.text)")
      }
    }
  }

  @Test func `what is asked for as it is comes as it is`() async throws {
    try await withPackages(.stored) { url in
      let outcome = try await call(url, [Self.get, "bash", "--plain"])
      #expect(outcome.output.hasPrefix(#"{"args": ["bash", "5.2", "shells", 0, [{"name": "libc6""#))
      let described = try await call(
        url, ["--plain", "wamp.reflection.procedure.describe", Self.get])
      #expect(
        described.output.contains(#""description": "The package of a name, as it is stored.""#) == false)
      #expect(described.output.contains(#""record": "flatwire.demo.PackageKey""#), "\(described.text)")
    }
  }

  @Test func `a procedure of which nothing is known is called as it is`() async throws {
    try await withPackages(.stored) { url in
      let count = try await call(url, ["wamp.session.count"])
      #expect(count.output == "2\n" && count.status == 0, "\(count.text)")
      let nobody = try await call(url, ["com.example.nobody"])
      #expect(nobody.status == 1 && nobody.errors.contains("wamp.error.no_such_procedure"), "\(nobody.text)")
    }
  }

  @Test(
    arguments: [
      (["7"], "wamp.error.invalid_argument: argument 'name': found '7'"),
      ([], "wamp.error.invalid_argument: found no 'name', which is required"),
      ([#"{"nam": "bash"}"#], "wamp.error.invalid_argument: argument 'nam': found 'nam', which is no field"),
      (["a", "b"], "wamp.error.invalid_argument: found 2 arguments, expected at most 1: name"),
      (["none"], "flatwire.error.no_such_record"),
    ])
  func `what is wrong is told with the procedure and the path`(arguments: [String], message: String)
    async throws
  {
    try await withPackages(.stored) { url in
      let outcome = try await call(url, [Self.get] + arguments)
      #expect(outcome.status == 1 && outcome.output == "")
      #expect(outcome.errors.contains("\(Self.get): \(message)"), "\(outcome.text)")
    }
  }

  @Test func `a realm that does not let the caller ask is called as it is`() async throws {
    var permissions = Permissions.closed
    try permissions.grant(.call, to: "anonymous", on: "io.flatwire.", .prefix)
    let router = try await Router.start(.webSocket(port: 0), realm: "realm1", permissions: permissions)
    let store = try Store.temporary(schema: PackagesSchema.schema)
    try await store.write { txn in try txn.put(Self.bash, in: .packages) }
    try await PackageService(store: store).register(on: router)
    let outcome = try await call("ws://127.0.0.1:\(router.port)/", [Self.get, "bash"])
    #expect(outcome.output.hasPrefix(#"{"args": ["bash""#) && outcome.status == 0, "\(outcome.text)")
    await router.stop()
  }
}
