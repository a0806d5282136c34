#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif
import Synchronization

/// Notices that this process is a forked copy of the one that opened an environment.
///
/// LMDB's reader slots and locks belong to a process. Counting forks in a handler is cheaper than
/// asking for the process id at every transaction.
enum ForkGuard {
  private static let forks = Atomic<Int>(0)
  private static let isInstalled =
    pthread_atfork(
      nil, nil,
      {
        ForkGuard.forks.add(1, ordering: .relaxed)
        // Another thread of the parent may have held the registry's lock, which nobody here would give back.
        EnvironmentRegistry.startAnew()
      }) == 0

  /// Counts from now on. Called before anything is opened.
  static func install() { _ = isInstalled }

  /// How many forks lie between the installation and this process.
  static var generation: Int { forks.load(ordering: .relaxed) }
}
