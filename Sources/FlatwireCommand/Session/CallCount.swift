import Flatwire

/// Counts calls that were answered, up to a limit that ends the command.
struct CallCount {
  private let limit: Int?
  private let calls: AsyncStream<Void>
  private let answers: AsyncStream<Void>.Continuation

  /// - Parameter limit: `nil` for none.
  init(limit: Int?) {
    self.limit = limit
    // Without a limit nobody counts.
    (calls, answers) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(limit ?? 0))
  }

  func answered() { answers.yield() }

  /// Waits until so many calls were answered, or throws why the session ended before.
  func reachLimit(orEndOf session: WAMPSession) async throws {
    guard let limit else { return try await Self.end(of: session) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await Self.end(of: session) }
      group.addTask { [calls] in
        for await _ in calls.prefix(limit) {}
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  private static func end(of session: WAMPSession) async throws {
    if let reason = try await session.closed { throw reason }
  }
}
