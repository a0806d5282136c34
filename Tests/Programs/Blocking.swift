import Foundation

/// Runs blocking calls on a thread of their own: they do not hold up the cooperative pool, nor wait for a place in one.
public func blocking<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
  }
}
