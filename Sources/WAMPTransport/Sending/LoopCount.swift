package import Synchronization

/// A count that only one event loop adds to, and anyone may read: no addition waits for another processor.
package struct LoopCount: ~Copyable, Sendable {
  @usableFromInline let count = Atomic<Int>(0)

  @inlinable package init() {}

  @inlinable package var value: Int { count.load(ordering: .relaxed) }

  /// Two operations instead of an atomic one: nobody else writes.
  @inlinable @inline(__always)
  package func add(_ amount: Int = 1) {
    count.store(count.load(ordering: .relaxed) &+ amount, ordering: .relaxed)
  }
}
