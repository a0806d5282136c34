import Dispatch

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Calls a function soon after other programs may have written to a file.
///
/// On Linux the kernel tells of writes (inotify(7)): LMDB writes its pages with system calls, the one that makes a commit
/// visible last. A slow timer finds what is written through a memory map, of which nobody tells. Elsewhere, and where
/// the kernel can't watch, a timer looks every 50 ms.
///
/// Unchecked `Sendable` because the handlers run on one serial queue, which owns the state; the sources are set before
/// they begin, and may be cancelled from any thread.
final class FileWatch: @unchecked Sendable {
  private let queue = DispatchQueue(label: "flatwire.watch")
  private let timer: any DispatchSourceTimer
  private let notices: (any DispatchSourceRead)?
  private let look: @Sendable () -> Bool
  /// The last time that looking began.
  private var round = 0

  /// How long changes may go unseen where nobody tells of them.
  static let interval = DispatchTimeInterval.milliseconds(50)
  /// The same for what is written through a memory map while the kernel tells of other writes.
  static let slowInterval = DispatchTimeInterval.seconds(1)

  /// - Parameters:
  ///   - path: the file.
  ///   - look: looks at the file; gives whether it found news. Called once at the beginning, too.
  init(_ path: String, look: @escaping @Sendable () -> Bool) {
    self.look = look
    timer = DispatchSource.makeTimerSource(queue: queue)
    let descriptor = FileWatch.notices(of: path)
    if let descriptor {
      notices = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
    } else {
      notices = nil
    }
    timer.setEventHandler { _ = look() }
    timer.schedule(
      deadline: .now(), repeating: descriptor == nil ? FileWatch.interval : FileWatch.slowInterval)
    if let descriptor, let notices {
      notices.setEventHandler { [weak self] in
        FileWatch.drain(descriptor)
        self?.beginToLook()
      }
      notices.setCancelHandler { _ = close(descriptor) }
      notices.activate()
    }
    timer.activate()
  }

  deinit { cancel() }

  func cancel() {
    timer.cancel()
    notices?.cancel()
  }

  private func beginToLook() {
    round &+= 1
    look(round, after: FileWatch.pauses[...])
  }

  /// LMDB tells readers of a commit a moment after it wrote it, so what is noticed may not be seen at once.
  private static let pauses: [DispatchTimeInterval] = [
    .microseconds(200), .milliseconds(1), .milliseconds(5), .milliseconds(20),
  ]

  private func look(_ begun: Int, after pauses: ArraySlice<DispatchTimeInterval>) {
    // The next notice begins anew.
    guard begun == round, !look(), let pause = pauses.first else { return }
    queue.asyncAfter(deadline: .now() + pause) { [weak self] in
      self?.look(begun, after: pauses.dropFirst())
    }
  }

  /// - Returns: a descriptor that can be read when the file was written; `nil` where there is no such thing.
  private static func notices(of path: String) -> Int32? {
    #if os(Linux)
      let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
      guard descriptor >= 0 else { return nil }
      guard unsafe inotify_add_watch(descriptor, path, UInt32(IN_MODIFY)) >= 0 else {
        _ = close(descriptor)
        return nil
      }
      return descriptor
    #else
      return nil
    #endif
  }

  /// Takes all notices: how many there were does not matter.
  private static func drain(_ descriptor: Int32) {
    var notices = InlineArray<512, UInt64>(repeating: 0)
    var span = notices.mutableSpan
    unsafe span.withUnsafeMutableBytes { bytes in
      while unsafe read(descriptor, bytes.baseAddress, bytes.count) > 0 {}
    }
  }
}
