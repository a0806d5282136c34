internal import WAMP

/// Who wants to know when procedures of a realm come and go.
struct ProcedureWatch {
  private var streams: [Int: AsyncStream<Void>.Continuation] = [:]
  private var last = 0
  /// `Realm.procedureChanges` when it was told last.
  private var told = 0

  mutating func add(_ stream: AsyncStream<Void>.Continuation) -> Int {
    last += 1
    streams[last] = stream
    return last
  }

  mutating func remove(_ number: Int) { streams[number] = nil }

  mutating func note(_ changes: Int) {
    guard changes != told else { return }
    told = changes
    for stream in streams.values { stream.yield() }
  }

  mutating func finish() {
    for stream in streams.values { stream.finish() }
    streams = [:]
  }
}

extension RealmOwner {
  func tellOfProcedures() { watch.note(asking { $0.procedureChanges }) }

  /// - Returns: what tells at once and whenever procedures came or went since it was read; ends when the router stops.
  /// - Throws: ``WAMPError/Code/unavailable`` if it is being stopped.
  func watchProcedures() throws(WAMPError) -> AsyncStream<Void> {
    guard !isShuttingDown else { throw WAMPError(.unavailable, "the router is being stopped") }
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let number = watch.add(continuation)
    let handle = Handle(self, eventLoop: eventLoop)
    continuation.onTermination = { _ in handle.eventLoop.execute { handle.value.watch.remove(number) } }
    continuation.yield()
    return stream
  }
}
