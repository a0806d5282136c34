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
