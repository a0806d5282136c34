internal import NIOCore

/// The time a peer has for its handshake: closes the channel when it has passed.
final class Deadline: Sendable {
  private let timer: Scheduled<Void>

  init(of channel: any Channel, in time: Duration) {
    let timer = channel.eventLoop.scheduleTask(in: TimeAmount(time)) { channel.close(promise: nil) }
    channel.closeFuture.whenComplete { _ in timer.cancel() }
    self.timer = timer
  }

  /// The handshake is done.
  func stop() { timer.cancel() }
}
