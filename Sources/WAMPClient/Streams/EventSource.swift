internal import Logging
internal import NIOCore
internal import Synchronization
internal import WAMP

/// A subscription and its reader's side; ends when nobody holds it.
///
/// Events are read into elements by the task that wants them, not by the event loop.
final class EventSource<Element: Sendable>: Sendable {
  let buffer: EventBuffer
  private let topic: String
  private let order: OrderID
  let owner: SessionOwner.Handle
  private let read: @Sendable (EventArrival) throws -> Element?
  private let logger: Logger
  private let rejections = Atomic(0)

  init(
    _ buffer: EventBuffer, of topic: String, _ order: OrderID, _ owner: SessionOwner.Handle, logger: Logger,
    read: @escaping @Sendable (EventArrival) throws -> Element?
  ) {
    self.buffer = buffer
    self.topic = topic
    self.order = order
    self.owner = owner
    self.logger = logger
    self.read = read
  }

  deinit {
    let (owner, order) = (owner, order)
    owner.eventLoop.execute { owner.value.unsubscribe(order) }
  }

  var rejected: Int { rejections.load(ordering: .relaxed) }

  /// Whether events of the topic may have come to nobody here.
  var mayLackEvents: Bool { buffer.dropped > 0 || buffer.wasInterrupted }

  func next() async throws -> Element? {
    while let arrival = try await buffer.next() {
      do {
        if let element = try read(arrival) { return element }
      } catch {
        if case .event(let event) = arrival { reject(event, error) }
      }
    }
    return nil
  }

  func cancel() async throws {
    let (owner, order) = (owner, order)
    _ = try await owner.eventLoop.flatSubmit { owner.value.unsubscribe(order) }.get()
  }

  func reject(_ event: Message.Event, _ error: any Error) {
    let count = rejections.add(1, ordering: .relaxed).newValue
    // Whoever publishes it decides how many there are; the log must not grow with them.
    guard count & (count - 1) == 0 else { return }
    logger.warning(
      "event skipped",
      metadata: [
        "topic": "\(event.topic ?? topic)", "publication": "\(event.publication)", "error": "\(error)",
        "skipped so far": "\(count)",
      ])
  }
}
