/// Lets so many programs run at once: whoever may call could start any number of them otherwise.
actor ProgramSlots {
  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ count: Int) { free = count }

  /// Runs `body` when it is its turn.
  ///
  /// - Throws: `CancellationError` if the task was cancelled until then, else what `body` throws.
  func run<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
    await take()
    defer { giveBack() }
    try Task.checkCancellation()
    return try await body()
  }

  private func take() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  /// Hands the slot to whoever waits longest.
  private func giveBack() {
    if waiting.isEmpty {
      free += 1
    } else {
      waiting.removeFirst().resume()
    }
  }
}
