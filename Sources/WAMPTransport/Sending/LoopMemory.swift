internal import NIOCore
internal import Synchronization

/// Memory that the connections of one event loop use one after the other: one that has nothing to send or to unmask
/// holds none of it.
final class LoopMemory {
  /// What small masked messages are unmasked into.
  let scratch = UnmaskingScratch()
  /// What frames are gathered in on their way to the system.
  let batches = LentMemory(byteCount: OutboundBatch.memorySize)

  /// That of several event loops.
  final class OfLoops: Sendable {
    /// Touched when a connection is opened, never when something is sent.
    private let loops = Mutex<[ObjectIdentifier: NIOLoopBound<LoopMemory>]>([:])

    /// What the connections of one loop share. Called on that loop.
    func memory(of loop: any EventLoop) -> LoopMemory {
      loops.withLock { loops in
        let id = ObjectIdentifier(loop)
        if let known = loops[id] { return known }
        let new = NIOLoopBound(LoopMemory(), eventLoop: loop)
        loops[id] = new
        return new
      }.value
    }
  }
}
