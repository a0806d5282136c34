internal import NIOCore

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
  private let request: ClientRequest.Handle
  private let owner: SessionOwner.Handle
  /// Sends the parts of the call's arguments.
  private let sending: Task<Void, Never>?

  init(
    _ buffer: StreamBuffer<CallResult>, _ request: ClientRequest.Handle, _ owner: SessionOwner.Handle,
    sending: Task<Void, Never>? = nil
  ) {
    self.buffer = buffer
    self.request = request
    self.owner = owner
    self.sending = sending
  }

  deinit {
    sending?.cancel()
    let (request, owner) = (request, owner)
    owner.eventLoop.execute { owner.value.giveUp(request.value, CancellationError()) }
  }
}
