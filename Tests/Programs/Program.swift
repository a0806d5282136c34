public import Foundation
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// A program that tests run. While it runs, no thread waits for it: tests of other targets go on.
public struct Program: Sendable {
  private let executable: URL
  private let arguments: [String]
  private let folder: URL?
  private let environment: Environment

  /// - Parameters:
  ///   - folder: where it runs; `nil` for where the tests run.
  ///   - environment: what it has besides the environment of the tests.
  public init(
    _ executable: URL, _ arguments: [String] = [], in folder: URL? = nil, environment: [String: String] = [:]
  ) {
    self.executable = executable
    self.arguments = arguments
    self.folder = folder
    self.environment = .inherit.updating(
      Dictionary(uniqueKeysWithValues: environment.map { (.init(stringLiteral: $0.key), $0.value) }))
  }

  /// A program that lies in one of the folders of `PATH`.
  public init(
    named name: String, _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:]
  ) {
    self.init(
      URL(filePath: "/usr/bin/env"), [name] + arguments, in: folder, environment: environment)
  }

  /// An executable of this package, which lies beside the bundle of the tests.
  public init(built name: String, _ arguments: [String], in folder: URL? = nil) {
    self.init(URL(filePath: Program.path(built: name)), arguments, in: folder)
  }

  /// Where an executable of this package lies.
  public static func path(built name: String) -> String {
    Bundle(for: Marker.self).bundleURL.appending(path: name).path
  }

  /// The same program under strace, which writes down all that it does to one file.
  public func traced(_ path: String, to trace: String) -> Program {
    let calls = "trace=openat,lseek,pwrite64,pwritev,pwritev2,write,writev,fdatasync,fsync,msync,ftruncate"
    return Program(
      named: "strace",
      ["-f", "-v", "-xx", "-s", "100000000", "-e", calls, "-P", path, "-o", trace, executable.path]
        + arguments,
      in: folder)
  }

  /// The same program with so much address space at most.
  public func limited(toKibibytes size: Int) -> Program {
    Program(
      named: "bash", ["-c", "ulimit -v \(size) && exec \"$0\" \"$@\"", executable.path] + arguments,
      in: folder)
  }

  /// Whether a test may run a program of the system; under CI it must be there, so that nothing is skipped.
  public static func isInstalled(_ path: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: path) || ProcessInfo.processInfo.environment["CI"] != nil
  }

  private var configuration: Configuration {
    Configuration(
      executable: .path(FilePath(executable.path)), arguments: Arguments(arguments), environment: environment,
      workingDirectory: folder.map { FilePath($0.path) })
  }

  /// Runs the program to its end.
  ///
  /// - Throws: an error of Subprocess if it cannot be started.
  public func run(input: String = "") async throws -> Outcome {
    let result = try await Subprocess.run(
      configuration, input: .string(input),
      output: .string(limit: .max), error: .string(limit: .max))
    return Outcome(
      status: result.terminationStatus.code, output: result.standardOutput,
      errors: result.standardError)
  }

  /// Runs the program to its end, which has to be a good one.
  ///
  /// - Returns: what it printed.
  /// - Throws: ``Failure``, which has all it said, if its exit status is not 0.
  public func output(input: String = "") async throws -> String {
    let outcome = try await run(input: input)
    guard outcome.status == 0 else {
      let line = ([executable.path] + arguments).joined(separator: " ")
      throw Failure(description: "\(line) ended with \(outcome.status): \(outcome.text)")
    }
    return outcome.output
  }

  /// What a program is sent after a line that it printed.
  public enum Reaction: Sendable {
    case none
    /// SIGHUP.
    case hangUp
    /// SIGINT.
    case interrupt
    /// SIGKILL.
    case kill
  }

  /// Runs the program, shows each line it prints to `body` as it comes, and sends the program what `body` says.
  ///
  /// - Parameter body: nothing of the program's output is read while it runs.
  /// - Returns: all it printed, also after it was interrupted.
  public func run(reacting body: (String) async throws -> Reaction) async throws -> Outcome {
    var output = ""
    let result = try await Subprocess.run(
      configuration, input: .none, output: .sequence,
      error: .string(limit: .max)
    ) { program in
      for try await line in program.standardOutput.strings() {
        output += line + "\n"
        switch try await body(line) {
        case .none: break
        case .hangUp: try program.send(signal: .terminalClosed)
        case .interrupt: try program.send(signal: .interrupt)
        case .kill: try program.send(signal: .kill)
        }
      }
    }
    return Outcome(
      status: result.terminationStatus.code, output: output, errors: result.standardError)
  }

  /// Runs the program, shows each line it prints to `body` as it comes, and interrupts the program when `body` says so.
  ///
  /// - Parameter body: whether the program has done what it was started for.
  public func run(until body: (String) async throws -> Bool) async throws -> Outcome {
    try await run(reacting: { line in try await body(line) ? .interrupt : .none })
  }

  /// Runs the program and kills it after a time, if it has not ended by then.
  ///
  /// - Returns: what it printed until then.
  @discardableResult
  public func runKilled(after time: Duration) async throws -> String {
    var output = ""
    _ = try await Subprocess.run(
      configuration, input: .none, output: .sequence, error: .discarded
    ) { program in
      let killer = Task {
        try await Task.sleep(for: time)
        try program.send(signal: .kill)
      }
      for try await line in program.standardOutput.strings() { output += line + "\n" }
      killer.cancel()
    }
    return output
  }

  /// What a program left behind.
  public struct Outcome: Sendable {
    /// The exit status; that of a signal is its negative number.
    public let status: Int32
    public let output: String
    public let errors: String

    /// Everything it said.
    public var text: String { output + errors }
  }

  /// A program that did not do what it should.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  private final class Marker {}
}

extension TerminationStatus {
  fileprivate var code: Int32 {
    switch self {
    case .exited(let code): code
    case .signaled(let signal): -signal
    }
  }
}
