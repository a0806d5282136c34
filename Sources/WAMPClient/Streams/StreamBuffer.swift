internal import NIOCore
internal import Synchronization
internal import WAMP

/// What an event loop has received and a task has not read yet, within bounds.
///
/// The loop must never wait, the task reads when it likes: what lies between them is the one thing that
/// both own, so here is a lock. It is held for a few instructions, never while anything is resumed.
final class StreamBuffer<Element: Sendable>: Sendable {
  private struct Entry {
    let element: Element
    let size: Int
  }

  private struct Waiter {
    let id: Int
    let continuation: CheckedContinuation<Element?, any Error>
  }

  private struct State {
    var entries = CircularBuffer<Entry>()
    var bytes = 0
    var dropped = 0
    var wasInterrupted = false
    var waiters: [Waiter] = []
    var lastWaiter = 0
    /// How the stream ends once the entries have been read; `nil` as long as more may come.
    var end: Result<Void, any Error>?

    /// What became of an element.
    struct Appended {
      var isOpen = true
      /// Who takes it at once.
      var waiter: Waiter?
      var dropped = 0
      /// What the stream ended with because of it.
      var failure: (any Error)?
    }

    mutating func append(_ entry: Entry, within bounds: EventBuffering) -> Appended {
      guard end == nil else { return Appended(isOpen: false) }
      if !waiters.isEmpty { return Appended(waiter: waiters.removeFirst()) }
      var appended = Appended()
      while entries.count >= max(bounds.maxEvents, 1)
        || (bytes + entry.size > bounds.maxBytes && !entries.isEmpty)
      {
        if bounds.overflow == .fail {
          let error = WAMPError(
            .unavailable, "\(entries.count) entries with \(bytes) bytes wait for a reader that is too slow")
          end = .failure(error)
          return Appended(isOpen: false, failure: error)
        }
        dropped += 1
        appended.dropped += 1
        if bounds.overflow == .dropNewest { return appended }
        _ = removeFirst()
      }
      entries.append(entry)
      bytes += entry.size
      return appended
    }

    mutating func removeFirst() -> Element? {
      guard let entry = entries.popFirst() else { return nil }
      bytes -= entry.size
      return entry.element
    }

    /// What a reader gets at once; `nil` if it has to wait.
    mutating func take() -> Result<Element?, any Error>? {
      if let element = removeFirst() { return .success(element) }
      return end.map { $0.map { nil } }
    }
  }

  /// Whether the reader gets an element that says that what the elements come from is there again. For others it would
  /// take the room of one.
  let tellsOfReturn: Bool
  private let bounds: EventBuffering
  private let onDrop: (@Sendable (Int) -> Void)?
  private let onEnd: (@Sendable ((any Error)?) -> Void)?
  private let detach: @Sendable (Element) -> Element
  private let state = Mutex(State())

  /// - Parameters:
  ///   - onDrop: told how many elements were dropped, each time some are.
  ///   - onEnd: told once what the stream ended with.
  ///   - detach: makes an element that has to wait one that holds no more memory than its own.
  init(
    _ bounds: EventBuffering, tellsOfReturn: Bool = false, onDrop: (@Sendable (Int) -> Void)? = nil,
    onEnd: (@Sendable ((any Error)?) -> Void)? = nil,
    detach: @escaping @Sendable (Element) -> Element = { $0 }
  ) {
    self.bounds = bounds
    self.tellsOfReturn = tellsOfReturn
    self.onDrop = onDrop
    self.onEnd = onEnd
    self.detach = detach
  }

  /// How many elements were dropped, as there was no room for them.
  var dropped: Int { state.withLock { $0.dropped } }

  /// Whether what the elements come from was not there for a while.
  var wasInterrupted: Bool { state.withLock { $0.wasInterrupted } }

  /// Notes that elements were missed before the ones that come from now on.
  func interrupt() { state.withLock { $0.wasInterrupted = true } }

  /// Adds an element, or what the bounds say.
  ///
  /// - Returns: false if the stream is over.
  @discardableResult
  func append(_ element: Element, size: Int) -> Bool {
    let reader = state.withLock { $0.waiters.isEmpty ? nil : $0.waiters.removeFirst() }
    if let reader {
      reader.continuation.resume(returning: element)
      return true
    }
    // It may copy, so not within the lock; a reader that comes meanwhile gets the copy.
    let kept = detach(element)
    let appended = state.withLock { $0.append(Entry(element: kept, size: size), within: bounds) }
    if appended.dropped > 0 { onDrop?(appended.dropped) }
    if let failure = appended.failure { onEnd?(failure) }
    appended.waiter?.continuation.resume(returning: kept)
    return appended.isOpen
  }

  /// No more elements come. What waits can still be read.
  func finish(_ error: (any Error)?) {
    let waiters = state.withLock { state -> [Waiter]? in
      guard state.end == nil else { return nil }
      state.end = error.map { .failure($0) } ?? .success(())
      defer { state.waiters.removeAll() }
      return state.waiters
    }
    guard let waiters else { return }
    onEnd?(error)
    for waiter in waiters {
      if let error {
        waiter.continuation.resume(throwing: error)
      } else {
        waiter.continuation.resume(returning: nil)
      }
    }
  }

  /// The next element; `nil` at the end.
  ///
  /// - Throws: the error that the stream ended with; `CancellationError` if the task is cancelled.
  func next() async throws -> Element? {
    try Task.checkCancellation()
    if let taken = state.withLock({ $0.take() }) { return try taken.get() }
    let id = state.withLock { state in
      state.lastWaiter += 1
      return state.lastWaiter
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let taken = state.withLock { state -> Result<Element?, any Error>? in
          if Task.isCancelled { return .failure(CancellationError()) }
          if let taken = state.take() { return taken }
          state.waiters.append(Waiter(id: id, continuation: continuation))
          return nil
        }
        if let taken { continuation.resume(with: taken) }
      }
    } onCancel: {
      let waiter = state.withLock { state -> Waiter? in
        guard let index = state.waiters.firstIndex(where: { $0.id == id }) else { return nil }
        return state.waiters.remove(at: index)
      }
      waiter?.continuation.resume(throwing: CancellationError())
    }
  }
}
