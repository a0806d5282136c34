internal import NIOCore

/// The time that a peer has for its part of the opening.
struct Deadline: Sendable {
  private let timer: Scheduled<Void>

  /// - Parameter passed: called on the loop if the time passes before ``stop()``.
  init(on loop: any EventLoop, in time: Duration, passed: @escaping @Sendable () -> Void) {
    timer = loop.scheduleTask(in: TimeAmount(time), passed)
  }

  func stop() { timer.cancel() }
}
