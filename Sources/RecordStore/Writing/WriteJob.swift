/// One caller's work for the writer, and how the caller is told.
///
/// Unchecked `Sendable` because it is handed over: the caller makes it and then waits, the writer alone
/// touches it until `finish` was called.
final class WriteJob: @unchecked Sendable {
  private var body: ((inout WriteTransaction) throws -> Void)?
  private var finish: ((any Error)?) -> Void
  /// Why the body failed, once it ran.
  var failure: (any Error)?

  /// - Parameters:
  ///   - body: the work; called at most once.
  ///   - finish: called once, with the error if nothing was stored. The body is gone by then.
  init(
    _ body: @escaping (inout WriteTransaction) throws -> Void,
    finish: @escaping ((any Error)?) -> Void
  ) {
    self.body = body
    self.finish = finish
  }

  func run(_ transaction: inout WriteTransaction) throws {
    let body = self.body
    self.body = nil
    try body?(&transaction)
  }

  func end(_ error: (any Error)?) {
    body = nil
    finish(error)
  }
}

/// Where a write's result waits for its caller.
///
/// Unchecked `Sendable` because the writer fills it before it tells the caller, who empties it after.
final class ResultBox<Value: ~Copyable>: @unchecked Sendable {
  var value: Value?

  func take() throws(StoreError) -> Value {
    guard let value = value.take() else { throw StoreError(.closed, "the write ended without a result") }
    return value
  }
}
