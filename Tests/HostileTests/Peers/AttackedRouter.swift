import Foundation
import Programs

/// A router in a process of its own.
struct AttackedRouter: Sendable {
  let port: Int
  let process: pid_t

  /// The router of the tests, on so many event loops, with the procedure `com.attacked.get`.
  static func run<R: Sendable>(
    loops: Int = 2, _ body: @escaping @Sendable (AttackedRouter) async throws -> R
  ) async throws -> R {
    try await run(LivingProgram.built("AttackedProgram"), ["router", "\(loops)"], until: "listening ", body)
  }

  /// The command as its users run it, which also says how its memory is given back.
  static func serving<R: Sendable>(
    _ body: @escaping @Sendable (AttackedRouter) async throws -> R
  ) async throws -> R {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hostile-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let input = folder.appending(path: "status")
    let text = String(repeating: "x", count: 1000)
    let packages = (0..<2000).map {
      "Package: package-\($0)\nVersion: 1\nSection: x\nDescription: \(text)\n"
    }
    try packages.joined(separator: "\n").write(to: input, atomically: true, encoding: .utf8)
    let command = LivingProgram.built("flatwire")
    let db = folder.appending(path: "packages.db").path
    _ = try await Program(URL(filePath: command), ["import", "--db", db, "--input", input.path]).output()
    return try await run(command, ["serve", "--db", db, "--port", "0"], until: "serving ", body)
  }

  private static func run<R: Sendable>(
    _ executable: String, _ arguments: [String], until greeting: String,
    _ body: @escaping @Sendable (AttackedRouter) async throws -> R
  ) async throws -> R {
    try await LivingProgram.run(executable, arguments, until: greeting) { program in
      // The last number after a colon or a space, without what follows it.
      let digits = program.greeting.replacing("listening ", with: ":").split(separator: ":").last ?? ""
      guard let port = Int(digits.prefix { $0.isNumber }) else {
        throw LivingProgram.Death(description: "no port in: \(program.greeting)")
      }
      return try await body(AttackedRouter(port: port, process: program.process))
    }.result
  }
}
