/// The publication of a table's changes: see `Router.publishChanges(of:from:to:)`.
public struct ChangePublication: Sendable {
  let task: Task<Void, any Error>

  /// Ends it. What it has published already still reaches the subscribers.
  public func cancel() { task.cancel() }

  /// Waits until it has ended, because it was cancelled, the store closed or the router stopped. Cancelling the task that
  /// waits ends the publication, too.
  ///
  /// - Throws: ``StoreError`` if the store's log could not be read.
  public func finished() async throws {
    try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }
}
