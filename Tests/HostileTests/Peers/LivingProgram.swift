import Foundation
import Programs

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A program that runs while a test attacks it.
struct LivingProgram: Sendable {
  let process: pid_t
  /// The line that told it was ready.
  let greeting: String

  /// Runs a program until `body` has ended.
  ///
  /// - Parameter greeting: how the line begins that tells that it is ready.
  /// - Returns: what `body` returned, and all the program printed.
  /// - Throws: ``Death`` if the program ended before `body` did; what `body` throws.
  static func run<R: Sendable>(
    _ executable: String, _ arguments: [String], until greeting: String,
    _ body: @escaping @Sendable (LivingProgram) async throws -> R
  ) async throws -> (result: R, output: String) {
    // The shell becomes the program, and its number stays.
    let program = Program(
      named: "sh", ["-c", "echo $$; exec \"$0\" \"$@\"", executable] + arguments,
      environment: ["SWIFT_BACKTRACE": "enable=no"])
    var process: pid_t?
    var attack: Task<R, any Error>?
    // `body` runs beside: a program whose output is not read stops when the pipe is full, which no attack did to it.
    let outcome = try await program.run { line in
      if process == nil { process = pid_t(line) }
      guard let process, attack == nil, line.hasPrefix(greeting) else { return false }
      attack = Task {
        // At once: how programs end is not the matter here.
        defer { kill(process, SIGKILL) }
        return try await body(LivingProgram(process: process, greeting: line))
      }
      return false
    }
    let result = await attack?.result
    guard let result, outcome.status == -SIGKILL else {
      let cause = if case .failure(let error) = result { "; \(error)" } else { "" }
      throw Death(
        description: "\(executable) ended with \(outcome.status)\(cause): \(outcome.text.suffix(2000))")
    }
    return (try result.get(), outcome.output)
  }

  /// An executable of this package. `HOSTILE_PROGRAMS` names another folder of them.
  static func built(_ name: String) -> String {
    let folder =
      ProcessInfo.processInfo.environment["HOSTILE_PROGRAMS"].map { URL(filePath: $0) }
      ?? Bundle(for: Marker.self).bundleURL
    return folder.appending(path: name).path
  }

  /// A program that ended, or did not begin, before the test said so.
  struct Death: Error, CustomStringConvertible {
    let description: String
  }

  private final class Marker {}
}
