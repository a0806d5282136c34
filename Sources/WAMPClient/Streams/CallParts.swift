public import WAMP

/// The parts in which the arguments of one call come, the first of them at once.
///
/// Of a call that comes as a whole it is the only one. Throws `CancellationError` if the call is cancelled. At most 4096
/// parts with 16 MiB wait to be read: as no part may be missing, what is more fails the call with
/// `wamp.error.unavailable`.
public struct CallParts: AsyncSequence, Sendable {
  let first: Payload
  let others: StreamBuffer<Payload>?

  public struct AsyncIterator: AsyncIteratorProtocol {
    var first: Payload?
    let others: StreamBuffer<Payload>?

    public mutating func next() async throws -> Payload? {
      if let part = first {
        first = nil
        return part
      }
      return try await others?.next()
    }
  }

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(first: first, others: others)
  }
}
