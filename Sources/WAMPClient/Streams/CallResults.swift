internal import NIOCore
internal import WAMP

/// The results of one call that come in parts, the last one with `progress` false.
///
/// Throws what the procedure fails with. Letting go of it before the last part cancels the call. At most
/// 4096 parts with 16 MiB wait to be read: as no part may be missing, the call fails beyond that.
public struct CallResults: AsyncSequence, Sendable {
  public typealias Element = CallResult

  let call: RunningCall

  public struct AsyncIterator: AsyncIteratorProtocol {
    let call: RunningCall

    public mutating func next() async throws -> CallResult? {
      try await call.buffer.next()
    }
  }

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(call: call)
  }
}

/// A call and its reader's side; cancelled when nobody holds it.
final class RunningCall: Sendable {
  let buffer: StreamBuffer<CallResult>
  private let request: RequestID
  private let clock: Scheduled<Void>?
  private let connection: ClientConnection.Handle

  init(
    _ buffer: StreamBuffer<CallResult>, _ request: RequestID, _ clock: Scheduled<Void>?,
    _ connection: ClientConnection.Handle
  ) {
    self.buffer = buffer
    self.request = request
    self.clock = clock
    self.connection = connection
  }

  deinit {
    clock?.cancel()
    let (request, connection) = (request, connection)
    connection.eventLoop.execute { connection.value.abandon(request, CancellationError()) }
  }
}
