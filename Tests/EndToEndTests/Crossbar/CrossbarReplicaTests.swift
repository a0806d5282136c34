import Flatwire
import Foundation
import Programs
import Testing

/// Replicas that reach their source through Crossbar.io.
@Suite(.crossbar, .oneAtATime, .serialized, .timeLimit(.minutes(30))) struct CrossbarReplicaTests {
  @Test(arguments: [Way.Transport.webSocket, .rawSocket])
  func `a replica follows a store behind Crossbar.io, also after that was killed`(
    transport: Way.Transport
  ) async throws {
    let node = try #require(CrossbarNode.current)
    let address = try #require(node.places.url(over: transport))
    try await ReplicaScene.with { scene in
      // More rows than a page has.
      try await scene.store.write { txn in
        for id in 1000..<12_000 as Range<UInt64> { try ReplicaScene.put(id, balance: 1, in: &txn) }
      }
      let uplink = try await scene.router.uplink(
        to: RouterAddress([address]), realm: "realm1", offering: [.prefix("\(ReplicaScene.source).")],
        publishing: [URIPattern("\(ReplicaScene.source).committed")], reconnection: .quick)
      let session = try await WAMPSession.connect(to: address, realm: "realm1", reconnection: .quick)
      let local = try scene.local()
      let replica = try await Replica(
        of: session, at: ReplicaScene.source, tables: ReplicaScene.tables, in: local)
      try await replica.whole()
      try await ReplicaScene.expectSame(scene.store, local)
      for id in 1...100 as ClosedRange<UInt64> {
        try await scene.change(id, balance: id % 3 == 0 ? nil : 1)
      }
      try await replica.reached(try scene.store.read { try $0.commitNumber })
      #expect(try ReplicaScene.isConsistent(local))
      await node.restart()
      try await replica.reached(try await scene.change(2000, balance: 5))
      try await ReplicaScene.expectSame(scene.store, local)
      await replica.close()
      await session.close()
      await uplink.cancel()
    }
  }
}
