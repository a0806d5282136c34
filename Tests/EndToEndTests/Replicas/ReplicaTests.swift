import Flatwire
import Foundation
import Programs
import Testing

/// Stores that follow tables of another one.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct ReplicaTests {
  @Test func aReplicaHasTheSameBytesAndFollowsAndNothingIsCopiedForIt() async throws {
    try await ReplicaScene.with { scene in
      let local = try scene.local()
      let replica = try await scene.replica(in: local)
      try await replica.whole()
      try await ReplicaScene.expectSame(scene.store, local)
      try await scene.store.write { txn in
        // Two accounts exchange what has to be unique.
        try ReplicaScene.put(1, balance: 5, mail: "m2", in: &txn)
        try ReplicaScene.put(2, balance: 6, mail: "m1", in: &txn)
        try ReplicaScene.put(3, balance: nil, in: &txn)
      }
      let last = try await scene.change(900, balance: 7)
      try await replica.reached(last)
      try await ReplicaScene.expectSame(scene.store, local)
      let holder = try local.read { snapshot in
        var rows = try snapshot.rows(by: .accountsByMail, .only("m2"))
        return try rows.next()?.id
      }
      #expect(holder == 1)
      #expect(replica.status.phase == .following && replica.status.lag == 0)
      #expect(replica.status.commit == last && replica.status.failure == nil)
      #expect(scene.router.counters.snapshot.totalPayloadBytesCopied == 0)
      #expect(try local.verify().faults.isEmpty)
      await replica.close()
      #expect(replica.status.phase == .ended)
    }
  }

  @Test func onlyTheReplicaWritesItsTablesAndTheyAreReadWithoutIt() async throws {
    try await ReplicaScene.with { scene in
      let local = try scene.local()
      let replica = try await scene.replica(in: local)
      try await replica.whole()
      let refuse = { (store: Store) async throws in
        for write in [
          { try $0.put(Account.Draft(id: 1, owner: "x"), in: .accounts) },
          { try $0.delete(.accounts, 1) }, { try $0.delete(.accounts, 1...2) }, { try $0.truncate(.totals) },
          { try $0.append(Account.Draft(id: 9999, owner: "x"), to: .accounts) },
        ] as [@Sendable (inout WriteTransaction) throws -> Void] {
          do {
            try await store.write(write)
            Issue.record("somebody else wrote")
          } catch let error as StoreError {
            #expect(error.code == .replica && error.message.contains(ReplicaScene.source), "\(error.message)")
          }
        }
      }
      try await refuse(local)
      await replica.close()
      local.close()
      let again = try scene.local()
      #expect(try ReplicaScene.isConsistent(again))
      try await refuse(again)
      again.close()
      // Another process.
      let put = try await Program(
        built: "flatwire", ["db", "put", local.path, "totals", #"{ "id": 2, "sum": 1 }"#]
      ).run()
      #expect(put.status != 0 && put.text.contains(ReplicaScene.source), "\(put.text)")
      for command in [["drop", local.path, "totals"], ["rename", local.path, "totals", "sums"]] {
        let refused = try await Program(built: "flatwire", ["db"] + command).run()
        #expect(refused.status == 1 && refused.text.contains(ReplicaScene.source), "\(refused.text)")
      }
      for table in ["totals", "accounts"] {
        _ = try await Program(built: "flatwire", ["db", "promote", local.path, table]).output()
      }
      let promoted = try scene.local()
      #expect(try ReplicaScene.isConsistent(promoted))
      try await promoted.write { txn in try ReplicaScene.put(1, balance: 3, in: &txn) }
    }
  }

  @Test func tablesThatAreNotWholeCannotBeReadAndAReplicaGoesOnAtItsLastKey() async throws {
    try await ReplicaScene.with { scene in
      let local = try scene.local()
      let history = try scene.store.read { try $0.history().current }
      let commit = try scene.store.read { try $0.commitNumber }
      var position = ReplicaPosition(
        phase: .rows(table: 0, after: nil), tables: ["accounts", "totals"], history: history, commit: commit,
        latest: commit)
      let served = try ReplicaScene.tables.map { try local.served($0) }
      try await local.replicate(
        ReplicaWrite(.begin, position), to: served, of: ReplicaScene.source, after: nil)
      let begun = position
      // As if all accounts up to 490 were there already.
      position.phase = .rows(table: 0, after: [UInt8](stored: UInt64(490)))
      try await local.replicate(
        ReplicaWrite(.rows([], table: 0), position), to: served, of: ReplicaScene.source, after: begun)
      for read in [
        { _ = try $0.get(.accounts, 1)?.id }, { _ = try $0.count(.totals) },
        { _ = try $0.count(by: .accountsByOwner) },
        {
          var rows = try $0.rows(.accounts); _ = try rows.nextRow()?.key
        },
      ] as [(Snapshot) throws -> Void] {
        #expect(await storeCode { try local.read(read) } == .replicaIncomplete)
      }
      #expect(
        await storeCode { try await local.write { txn in _ = try txn.delete(.accounts, 1) } } == .replica)
      // Another one that stands elsewhere writes nothing.
      #expect(
        await storeCode {
          try await local.replicate(
            ReplicaWrite(.rows([], table: 0), begun), to: served, of: ReplicaScene.source, after: begun)
        } == .busy)
      let replica = try await scene.replica(in: local)
      try await replica.whole()
      #expect(try local.read { try $0.count(.accounts) } == 10)
      #expect(try local.read { try $0.count(.totals) } == 1)
      await replica.close()
    }
  }

  @Test func whatIsShownWhileTheSourceIsWrittenToIsTheStateOfOneCommit() async throws {
    try await ReplicaScene.with { scene in
      let local = try scene.local()
      let replica = try await scene.replica(in: local)
      try await replica.whole()
      let writing = Task {
        for step in 0..<400 as Range<UInt64> {
          try await scene.change(step &* 7919 % 600, balance: step % 5 == 0 ? nil : Int64(step))
        }
      }
      var looks = 0
      while replica.status.commit < 100 || looks < 50 {
        #expect(try ReplicaScene.isConsistent(local))
        looks += 1
      }
      try await writing.value
      try await replica.reached(try scene.store.read { try $0.commitNumber })
      try await ReplicaScene.expectSame(scene.store, local)
      await replica.close()
    }
  }

  @Test func aReplicaThatTheLogNoLongerReachesBackToPullsAllAnewAndWhatIsGoneIsGone() async throws {
    try await ReplicaScene.with(maxChanges: 50) { scene in
      let local = try scene.local()
      let first = try await scene.replica(in: local)
      try await first.whole()
      await first.close()
      let before = first.status.commit
      try await scene.store.write { txn in try ReplicaScene.put(7, balance: nil, in: &txn) }
      for id in 1000..<1100 as Range<UInt64> { try await scene.change(id, balance: 1) }
      let second = try await scene.replica(in: local)
      #expect(second.status.commit == before)
      try await second.reached(try scene.store.read { try $0.commitNumber })
      try await ReplicaScene.expectSame(scene.store, local)
      #expect(try local.read { try $0.contains(.accounts, 7) } == false)
      await second.close()
    }
  }

  @Test func aReplicaServesAgain() async throws {
    try await ReplicaScene.with { scene in
      let (middle, leaf) = (try scene.local("middle"), try scene.local("leaf"))
      let replica = try await scene.replica(in: middle)
      try await replica.whole()
      let prefix = "com.example.middle"
      try await scene.router.serveReplicas(of: middle, tables: ReplicaScene.tables, as: prefix)
      let second = try await Replica(of: scene.session, at: prefix, tables: ReplicaScene.tables, in: leaf)
      try await second.whole()
      for id in 1...30 as ClosedRange<UInt64> { try await scene.change(id, balance: id % 3 == 0 ? nil : 1) }
      try await replica.reached(try scene.store.read { try $0.commitNumber })
      try await second.reached(try middle.read { try $0.commitNumber })
      try await ReplicaScene.expectSame(scene.store, leaf)
      await second.close()
      await replica.close()
    }
  }

  @Test(arguments: [SerializerKind.flatbuffers, .cbor])
  func aReplicaFollowsThroughAnotherRouterAlsoWhereAPageHasVeryManyRows(
    serializer: SerializerKind
  ) async throws {
    try await ReplicaScene.with { scene in
      try await scene.store.write { txn in
        for id in 1000..<12_000 as Range<UInt64> { try ReplicaScene.put(id, balance: 1, in: &txn) }
      }
      let outer = try await Router.start(.webSocket(port: 0), realm: "realm1")
      let (outside, session) = (try await join(outer, serializer), try await join(outer, serializer))
      let uplink = try await scene.router.uplink(
        to: outside, offering: [.prefix("\(ReplicaScene.source).")],
        publishing: [URIPattern("\(ReplicaScene.source).committed")])
      let local = try scene.local()
      let replica = try await Replica(
        of: session, at: ReplicaScene.source, tables: ReplicaScene.tables, in: local)
      try await replica.whole()
      try await ReplicaScene.expectSame(scene.store, local)
      #expect(replica.status.failure == nil)
      try await replica.reached(try await scene.change(1, balance: 7))
      await replica.close()
      await uplink.cancel()
      for session in [outside, session] { await session.close() }
      await outer.stop()
    }
  }
}
