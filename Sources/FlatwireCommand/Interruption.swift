import Foundation

/// SIGINT and SIGTERM, which end a command in order.
enum Interruption {
  /// Waits for one of them, or for the end of the task.
  static func wait() async {
    await Signals.receive([SIGINT, SIGTERM]) { _ in true }
  }

  /// Runs `body`, whose task is cancelled when the program is interrupted.
  ///
  /// - Returns: whether `body` came to its own end.
  static func cancelling(_ body: @escaping @Sendable () async throws -> Void) async throws -> Bool {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      group.addTask {
        await wait()
        return false
      }
      group.addTask {
        try await body()
        return true
      }
      defer { group.cancelAll() }
      return try await group.next() ?? true
    }
  }
}
