import Flatwire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What this process has used so far.
struct Usage {
  private var user: Double
  private var system: Double
  private var copied: Int
  private var uncopied: Int
  /// In KiB, what is not pages of files.
  private let memory: Int

  init(of router: Router) {
    var usage = rusage()
    #if canImport(Glibc)
      unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #else
      unsafe getrusage(Int32(RUSAGE_SELF), &usage)
    #endif
    user = Self.seconds(usage.ru_utime)
    system = Self.seconds(usage.ru_stime)
    let counters = router.counters.snapshot
    copied = counters.payloadBytesCopied.values.reduce(0, +)
    uncopied = counters.payloadBytesUncopied
    memory = Self.ownMemory
  }

  private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

  /// 0 where the kernel doesn't tell.
  private static var ownMemory: Int {
    guard let file = unsafe fopen("/proc/self/status", "r") else { return 0 }
    defer { unsafe fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while unsafe fgets(&line, Int32(line.count), file) != nil {
      let words = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        .split { $0 == " " || $0 == "\t" }
      if words.first == "RssAnon:", words.count > 1 { return Int(words[1]) ?? 0 }
    }
    return 0
  }

  static func - (new: Usage, old: Usage) -> Usage {
    var difference = new
    difference.user -= old.user
    difference.system -= old.system
    difference.copied -= old.copied
    difference.uncopied -= old.uncopied
    return difference
  }

  var line: String { "\(user) \(system) \(copied) \(uncopied) \(memory)" }
}
