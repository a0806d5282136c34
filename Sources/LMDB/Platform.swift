#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The system's error numbers that get a code of their own.
enum SystemNumber {
  static let noSpace = ENOSPC
  static let quota = EDQUOT
  static let access = EACCES
  static let notPermitted = EPERM
  static let readOnly = EROFS
  static let noMemory = ENOMEM
  static let missing = ENOENT
  static let invalid = EINVAL
  static let inputOutput = EIO
  static let tryAgain = EAGAIN
  static let exists = EEXIST
}

/// The system's message for an error number.
func systemMessage(_ number: Int32) -> String {
  guard let text = unsafe strerror(number) else { return "error \(number)" }
  return unsafe String(cString: text)
}

/// Tells the running thread from others that run now.
func currentThread() -> UInt {
  #if canImport(Glibc)
    UInt(pthread_self())
  #else
    unsafe UInt(bitPattern: pthread_self())
  #endif
}

/// What other processes call this one.
func currentProcess() -> Int32 { getpid() }

/// Gives other threads half a millisecond.
func waitBriefly() {
  usleep(500)
}

/// Seconds of a clock that never goes back; the cheapest one, since it is read at every commit.
func coarseSeconds() -> Int {
  var time = timespec()
  #if os(Linux)
    _ = unsafe clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
  #else
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  #endif
  return time.tv_sec
}

/// Whether the process may have `size` more bytes of address space, as a map would take them.
func canMap(_ size: Int) -> Bool {
  #if os(Linux)
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
  #else
    let flags = MAP_PRIVATE | MAP_ANON
  #endif
  guard size > 0, let start = unsafe mmap(nil, size, PROT_NONE, flags, -1, 0),
    unsafe start != MAP_FAILED
  else { return false }
  unsafe munmap(start, size)
  return true
}

/// The UUID that the system makes at each start of the machine; `nil` where it makes none.
package func bootSessionText() -> String? {
  #if os(Linux)
    let file = unsafe open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { _ = close(file) }
  #endif
  // The system writes no more than there is room for, and only what it wrote is read.
  return unsafe withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { bytes in
    #if os(Linux)
      let count = unsafe read(file, bytes.baseAddress, bytes.count)
    #elseif canImport(Darwin)
      var count = bytes.count
      if unsafe sysctlbyname("kern.bootsessionuuid", bytes.baseAddress, &count, nil, 0) != 0 { count = 0 }
    #else
      let count = 0
    #endif
    guard count > 0, count <= bytes.count else { return nil }
    return unsafe String(decoding: bytes[..<count], as: UTF8.self)
  }
}
