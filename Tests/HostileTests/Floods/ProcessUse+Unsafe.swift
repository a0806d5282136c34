import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a process takes of the machine. Sound because the one pointer handed to the system is to a value of the size it
/// writes.
struct ProcessUse: Sendable {
  let process: pid_t

  /// The memory it has now, in MiB.
  var resident: Int { field("VmRSS") }

  /// The most memory it ever had, in MiB.
  var peak: Int { field("VmHWM") }

  /// The processor time it took so far, of all its threads.
  var processorTime: Duration {
    #if os(Linux)
      // The clock of another process, as clock_getcpuclockid(3) makes it.
      var time = timespec()
      guard unsafe clock_gettime(~process << 3 | 2, &time) == 0 else { return .zero }
      return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    #else
      return .zero
    #endif
  }

  /// The memory, in MiB, once it is so little again, or after 30 s.
  func settled(below limit: Int) async throws -> Int {
    for _ in 0..<300 where resident > limit { try await Task.sleep(for: .milliseconds(100)) }
    return resident
  }

  private func field(_ name: String) -> Int {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name + ":") }),
      let kibibytes = Int(line.filter(\.isNumber))
    else { return 0 }
    return kibibytes / 1024
  }
}
