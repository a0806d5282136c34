import Foundation
import RecordStore
import Synchronization

/// One line about long work that is written over and over: on a terminal only, beside what programs read.
final class ProgressLine: Sendable {
  private struct State {
    var lastShown: ContinuousClock.Instant?
    var width = 0
  }

  private let isShown = isatty(STDERR_FILENO) != 0
  // A mutex, because stores tell of progress on any thread.
  private let state = Mutex(State())
  /// More often than this nobody can read.
  private static let interval = Duration.milliseconds(100)

  /// Says how far opening, verifying, dumping or loading is.
  func show(_ progress: OpeningProgress) {
    switch progress {
    case .waitingForOtherWriter: show("waiting for another process that writes")
    case .working(let action, let done, 0): show("\(action): \(done)")
    case .working(let action, let done, let total): show("\(action): \(done) of \(total)")
    }
  }

  /// Says how far a copy is.
  func show(_ progress: CopyProgress) {
    show("copying: \(progress.done >> 20) of \(progress.total >> 20) MiB")
  }

  private func show(_ text: String) {
    guard isShown else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      if let last = state.lastShown, now - last < ProgressLine.interval { return }
      state.lastShown = now
      let padding = String(repeating: " ", count: max(0, state.width - text.count))
      state.width = text.count
      FileHandle.standardError.write(Data("\r\(text)\(padding)".utf8))
    }
  }

  /// Removes the line.
  func end() {
    state.withLock { state in
      guard state.width > 0 else { return }
      FileHandle.standardError.write(Data("\r\(String(repeating: " ", count: state.width))\r".utf8))
      state.width = 0
    }
  }
}
