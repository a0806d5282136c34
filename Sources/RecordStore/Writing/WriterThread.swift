#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif
import Synchronization

/// The system thread of a writer.
///
/// Neither a task nor a queue will do: both may go on on another thread, and LMDB would wait for ever
/// for a lock that the first one holds.
final class WriterThread: Sendable {
  // Guarded by a mutex because a store may be closed by two threads at once.
  private let handle = Mutex<ThreadHandle?>(nil)

  func start(_ writer: Writer) throws(StoreError) {
    // The thread takes this reference over and releases it when it ends.
    let reference = unsafe Unmanaged.passRetained(writer)
    #if canImport(Darwin)
      var created: pthread_t?
    #else
      var created = pthread_t()
    #endif
    let status = unsafe pthread_create(
      &created, nil,
      { argument in
        #if canImport(Darwin)
          let writer = unsafe Unmanaged<Writer>.fromOpaque(argument).takeRetainedValue()
        #else
          guard let argument = unsafe argument else { return nil }
          let writer = unsafe Unmanaged<Writer>.fromOpaque(argument).takeRetainedValue()
        #endif
        writer.run()
        return nil
      }, reference.toOpaque())
    guard status == 0 else {
      unsafe reference.release()
      throw StoreError(.database, "the writer's thread can't be started: error \(status)")
    }
    #if canImport(Darwin)
      guard let created = unsafe created else { return }
    #endif
    handle.withLock { $0 = ThreadHandle(thread: created) }
  }

  /// Waits for the thread to end; the thread itself does not wait.
  func join() {
    guard let handle = handle.withLock({ $0.take() }) else { return }
    if pthread_equal(handle.thread, pthread_self()) != 0 {
      pthread_detach(handle.thread)
    } else {
      pthread_join(handle.thread, nil)
    }
  }
}

/// Unchecked `Sendable` because a thread's handle may be used from any thread.
private struct ThreadHandle: @unchecked Sendable {
  let thread: pthread_t
}
