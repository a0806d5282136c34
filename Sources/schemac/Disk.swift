internal import FlatBuffersLanguage
internal import FlatBuffersReflection

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// Files, without Foundation: the compiler is built once more in every client.
enum Disk {
  /// The bytes of a file; `nil` if it cannot be read, with the reason in `errno`.
  static func read(_ path: String) -> [UInt8]? {
    guard let file = unsafe fopen(path, "rb") else { return nil }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe fread(&chunk, 1, chunk.count, file)
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    let problem = unsafe ferror(file) == 0 ? 0 : errno
    unsafe fclose(file)
    errno = problem
    return problem == 0 ? bytes : nil
  }

  /// The bytes of a file; reports why it cannot be read.
  static func readOrReport(_ path: String) -> [UInt8]? {
    if let bytes = read(path) { return bytes }
    printError("error: the file '\(path)' cannot be read: \(lastError)\n")
    return nil
  }

  /// Whether there is something at a path; a pipe can be read only once, so that is not tried.
  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Writes a file if that changes it; returns what went wrong, if anything.
  static func write(_ bytes: [UInt8], to path: String) -> String? {
    // An untouched file spares the compiler of the generated code its work.
    if read(path) == bytes { return nil }
    guard let file = unsafe fopen(path, "wb") else { return lastError }
    let count = unsafe fwrite(bytes, 1, bytes.count, file)
    return unsafe fclose(file) == 0 && count == bytes.count ? nil : lastError
  }

  /// Writes to standard output; returns what went wrong, if anything.
  static func writeToStandardOutput(_ bytes: [UInt8]) -> String? {
    write(bytes, to: 1) ? nil : lastError
  }

  /// Writes all bytes to a descriptor; returns whether that was possible.
  static func write(_ bytes: [UInt8], to descriptor: CInt) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe systemWrite(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return false }
      rest.removeFirst(count)
    }
    return true
  }

  static func isFolder(_ path: String) -> Bool {
    guard let folder = unsafe opendir(path) else { return false }
    unsafe closedir(folder)
    return true
  }

  /// Makes a folder and those it lies in, unless they are there; returns what went wrong, if anything.
  static func makeFolder(_ path: String) -> String? {
    if path.isEmpty || isFolder(path) { return nil }
    let parent = path.split(separator: "/", omittingEmptySubsequences: true).dropLast().joined(separator: "/")
    if let problem = makeFolder(path.hasPrefix("/") ? "/" + parent : parent) { return problem }
    // Another compiler may have made it meanwhile.
    return unsafe mkdir(path, 0o777) == 0 || isFolder(path) ? nil : lastError
  }

  private static var lastError: String { unsafe String(cString: strerror(errno)) }

  /// The same for every spelling of a path; the path itself if it cannot be resolved.
  static func identity(of path: String) -> String {
    guard let resolved = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }
}

extension SchemaFiles {
  /// The files of the machine.
  static var disk: SchemaFiles {
    SchemaFiles { path in
      Disk.read(path).map { Found(identity: Disk.identity(of: path), bytes: $0) }
    }
  }
}

/// Writes to the standard error stream.
func printError(_ text: String) { _ = Disk.write(Array(text.utf8), to: 2) }

/// The system's `write`, which members of the same name hide.
@unsafe private func systemWrite(_ descriptor: CInt, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(descriptor, bytes, count)
}
