import Flatwire
import Foundation
import Programs
import Testing

/// What is wrong with a replica's own store for a time, and that it goes on afterwards.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct ReplicaTroubleTests {
  /// A store with a file of 1 MiB that is full of users.
  private func fullStore(_ file: URL) async throws -> Store {
    var options = Store.Options()
    options.durability = .fileMayBeLost
    options.mapSize = 1 << 20
    let store = try Store(
      path: file.path, schemas: [LedgerSchema.schema, UsersSchema.schema], options: options)
    do {
      for id in 1...100 as ClosedRange<UInt64> {
        try await store.write { txn in
          try txn.put(User.Draft(id: id, name: "x", avatar: [UInt8](repeating: 1, count: 50_000)), in: .users)
        }
      }
      Issue.record("5 MB have room in 1 MiB")
    } catch let error as StoreError {
      #expect(error.database?.code == .mapFull)
    }
    return store
  }

  @Test func aReplicaWhoseFileIsFullSaysSoAndGoesOnOnceThereIsRoom() async throws {
    try await ReplicaScene.with { scene in
      try await scene.store.write { txn in
        for id in 1000..<2500 as Range<UInt64> { try ReplicaScene.put(id, balance: 1, in: &txn) }
      }
      let file = scene.folder.appending(path: "full.db")
      let local = try await fullStore(file)
      let replica = try await scene.replica(in: local)
      let watching = Task {
        var seen: [ReplicaStatus] = []
        for await status in replica.statuses { seen.append(status) }
        return seen
      }
      for await status in replica.statuses where status.failure != nil { break }
      try await Task.sleep(for: .seconds(1))
      let failure = replica.status.failure
      #expect(
        failure?.code == .storeFailed && failure?.message.contains(file.path) == true, "\(failure as Any)")
      #expect(failure?.message.contains("mapSize") == true, "\(failure as Any)")
      #expect(replica.status.phase != .ended)
      watching.cancel()
      // It is not told that all is well as long as nothing could be written.
      let statuses = await watching.value.drop { $0.failure == nil }
      #expect(statuses.allSatisfy { $0.failure != nil }, "\(statuses)")
      _ = try await local.write { txn in try txn.truncate(.users) }
      try await replica.whole()
      try await ReplicaScene.expectSame(scene.store, local)
      #expect(replica.status.failure == nil)
      await replica.close()
    }
  }

  @Test func twoProgramsThatGoOnWithOneReplicaDisturbEachOtherAndNothingElse() async throws {
    try await ReplicaScene.with { scene in
      let local = try scene.local()
      let replicas = [try await scene.replica(in: local), try await scene.replica(in: local)]
      for id in 1...200 as ClosedRange<UInt64> { try await scene.change(id, balance: id % 3 == 0 ? nil : 1) }
      let last = try scene.store.read { try $0.commitNumber }
      for replica in replicas { try await replica.reached(last) }
      #expect(replicas.allSatisfy { $0.status.phase == .following })
      try await ReplicaScene.expectSame(scene.store, local)
      for replica in replicas { await replica.close() }
    }
  }

  @Test func aStoreThatIsClosedEndsItsReplicaAndItSaysWhy() async throws {
    try await ReplicaScene.with { scene in
      let local = try scene.local()
      let replica = try await scene.replica(in: local)
      try await replica.whole()
      local.close()
      let number = try await scene.change(1, balance: 9)
      do {
        try await replica.reached(number)
        Issue.record("a closed store was written to")
      } catch let error as WAMPError {
        #expect(error.code == .storeFailed && error.message.contains("closed"), "\(error)")
      }
      #expect(replica.status.phase == .ended)
    }
  }
}
