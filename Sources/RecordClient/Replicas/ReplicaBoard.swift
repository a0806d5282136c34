internal import Synchronization

/// Where a replica says how far it is, and others look.
final class ReplicaBoard: Sendable {
  private struct State {
    var status: ReplicaStatus
    var readers: [UInt64: AsyncStream<ReplicaStatus>.Continuation] = [:]
    var nextReader: UInt64 = 0
    var hasEnded = false
  }

  // A mutex, because the replica's task and any others meet here for the time of a copy.
  private let state: Mutex<State>

  init(_ status: ReplicaStatus) { state = Mutex(State(status: status)) }

  var status: ReplicaStatus { state.withLock { $0.status } }

  func change(_ body: (inout ReplicaStatus) -> Void) {
    let (status, readers) = state.withLock {
      state -> (ReplicaStatus, [AsyncStream<ReplicaStatus>.Continuation]) in
      let before = state.status
      body(&state.status)
      return (state.status, before == state.status ? [] : Array(state.readers.values))
    }
    for reader in readers { reader.yield(status) }
  }

  /// The replica has ended: its readers do, too.
  func end() {
    let readers = state.withLock { state in
      state.hasEnded = true
      defer { state.readers = [:] }
      return Array(state.readers.values)
    }
    for reader in readers { reader.finish() }
  }

  /// The status now, and whenever it changes.
  func stream() -> AsyncStream<ReplicaStatus> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: ReplicaStatus.self, bufferingPolicy: .bufferingNewest(1))
    let (id, status, hasEnded) = state.withLock { state in
      state.nextReader += 1
      if !state.hasEnded { state.readers[state.nextReader] = continuation }
      return (state.nextReader, state.status, state.hasEnded)
    }
    continuation.onTermination = { [weak self] _ in self?.forget(id) }
    continuation.yield(status)
    if hasEnded { continuation.finish() }
    return stream
  }

  private func forget(_ id: UInt64) {
    state.withLock { $0.readers[id] = nil }
  }
}
