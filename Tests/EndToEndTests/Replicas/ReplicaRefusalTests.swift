import Flatwire
import Foundation
import Programs
import Testing

/// What replicas and their sources refuse, and what becomes of them when the source is another one.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct ReplicaRefusalTests {
  /// The reason that a replica ends with.
  private func failure(_ replica: Replica) async -> WAMPError? {
    do {
      try await replica.whole()
      return nil
    } catch {
      return error as? WAMPError
    }
  }

  @Test func tablesWithRowsOfTheirOwnAreNotReplaced() async throws {
    try await ReplicaScene.with { scene in
      let local = try scene.local()
      try await local.write { txn in try ReplicaScene.put(1, balance: 1, in: &txn) }
      let replica = try await scene.replica(in: local)
      let failure = await self.failure(replica)
      #expect(failure?.message.contains("has rows of its own") == true, "\(failure?.message ?? "")")
      #expect(try local.read { try $0.count(.accounts) } == 1)
      try await local.write { txn in try ReplicaScene.put(2, balance: 1, in: &txn) }
    }
  }

  @Test func aReplicaOfOneSourceDoesNotBecomeThatOfAnother() async throws {
    try await ReplicaScene.with { scene in
      let local = try scene.local()
      let replica = try await scene.replica(in: local)
      try await replica.whole()
      await replica.close()
      let prefix = "com.example.other"
      try await scene.router.serveReplicas(of: scene.store, tables: ReplicaScene.tables, as: prefix)
      let other = try await Replica(of: scene.session, at: prefix, tables: ReplicaScene.tables, in: local)
      let failure = await self.failure(other)
      #expect(failure?.message.contains("is a replica of \(ReplicaScene.source)") == true)
    }
  }

  @Test func aTableThatTheSourceDoesNotServeIsNamed() async throws {
    try await ReplicaScene.with { scene in
      let local = try Store.temporary(schema: UsersSchema.schema)
      let replica = try await Replica(
        of: scene.session, at: ReplicaScene.source, tables: [.table(.users)], in: local)
      let failure = await self.failure(replica)
      #expect(failure?.message.contains("serves no table users") == true, "\(failure?.message ?? "")")
      try await local.write { txn in try txn.put(TestData.user(1), in: .users) }
    }
  }

  @Test func aStoreWithoutALogIsNotServed() async throws {
    try await withStore { store in
      try await withRouter { router in
        let code = await storeCode {
          try await router.serveReplicas(of: store, tables: [.table(.users)], as: "com.example.replica")
        }
        #expect(code == .changesUnavailable)
      }
    }
  }

  @Test func callersWithPlainArgumentsAreToldThatItIsForReplicas() async throws {
    try await ReplicaScene.with { scene in
      for name in ["describe", "rows", "log"] {
        do {
          _ = try await scene.session.call("\(ReplicaScene.source).\(name)", [.int(1)])
          Issue.record("\(name) was answered")
        } catch let error as WAMPError {
          #expect(error.code == .featureNotSupported)
        }
      }
    }
  }

  @Test func aReplicaFindsOutThatAnOlderCopyTookTheSourcesPlace() async throws {
    try await ReplicaScene.with { scene in
      let copy = scene.folder.appending(path: "copy.db")
      try scene.store.copy(to: copy.path)
      let local = try scene.local()
      let first = try await scene.replica(in: local)
      for id in 1...20 as ClosedRange<UInt64> { try await scene.change(id, balance: 1000) }
      try await first.reached(try scene.store.read { try $0.commitNumber })
      await first.close()
      // The copy gets more commits than the source had, so that their numbers do not tell.
      let restored = try ReplicaScene.open(copy)
      try await withRouter { router in
        try await router.serveReplicas(of: restored, tables: ReplicaScene.tables, as: ReplicaScene.source)
        for id in 600...650 as ClosedRange<UInt64> {
          try await restored.write { txn in try ReplicaScene.put(id, balance: 3, in: &txn) }
        }
        let session = try await join(router, .flatbuffers)
        let second = try await Replica(
          of: session, at: ReplicaScene.source, tables: ReplicaScene.tables, in: local)
        try await second.reached(try restored.read { try $0.commitNumber })
        try await ReplicaScene.expectSame(restored, local)
        await second.close()
        await session.close()
      }
    }
  }

  @Test func aReplicaGoesOnByItselfWhenItsSourceIsServedAgain() async throws {
    try await withShortFolder { folder in
      let store = try ReplicaScene.open(folder.appending(path: "source.db"))
      let local = try ReplicaScene.open(folder.appending(path: "replica.db"))
      let socket = folder.appending(path: "s").path
      func serve() async throws -> Router {
        let router = try await Router.start([.webSocket(.unix(path: socket))], realms: ["realm1"])
        try await router.serveReplicas(of: store, tables: ReplicaScene.tables, as: ReplicaScene.source)
        return router
      }
      var router = try await serve()
      let session = try await WAMPSession.connect(
        to: "ws+unix://\(socket)", realm: "realm1", reconnection: .quick)
      let replica = try await Replica(
        of: session, at: ReplicaScene.source, tables: ReplicaScene.tables, in: local)
      try await replica.whole()
      for round in 1...3 as ClosedRange<UInt64> {
        await router.stop()
        try await store.write { txn in try ReplicaScene.put(round, balance: 1, in: &txn) }
        router = try await serve()
        try await replica.reached(try store.read { try $0.commitNumber })
        try await ReplicaScene.expectSame(store, local)
      }
      await replica.close()
      await session.close()
      await router.stop()
    }
  }

  @Test func aReplicaFindsOutThatItsSourceIsServedAnewWithItsTablesInAnotherOrder() async throws {
    try await ReplicaScene.with(serving: false) { scene in
      let serving = try await scene.serve(ReplicaScene.tables)
      let local = try scene.local()
      let replica = try await scene.replica(in: local)
      try await replica.whole()
      await serving.cancel()
      try await scene.serve(ReplicaScene.tables.reversed())
      // Both tables have rows with the key 1.
      let number = try await scene.store.write { txn in
        try txn.delete(.accounts, 1)
        return txn.commitNumber
      }
      try await replica.reached(number)
      #expect(try local.read { try $0.contains(.totals, 1) })
      try await ReplicaScene.expectSame(scene.store, local)
      await replica.close()
    }
  }
}
