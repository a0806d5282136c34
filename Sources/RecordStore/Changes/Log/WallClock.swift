#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension ChangeLogCommit {
  /// The time of day, in nanoseconds since 1970; the cheapest clock, as it is read at every commit.
  static func nanosecondsNow() -> UInt64 {
    var time = timespec()
    #if os(Linux)
      _ = unsafe clock_gettime(CLOCK_REALTIME_COARSE, &time)
    #else
      _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
    #endif
    return UInt64(max(time.tv_sec, 0)) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }
}
