import Flatwire
import Foundation
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// A program that answers calls: reads one as JSON, and prints the result.
struct AnsweringProgram {
  let words: [String]
  let slots: ProgramSlots

  /// More is no result: it would not fit into the usual message either.
  private static let outputLimit = 16 << 20

  /// Runs the program for one call; cancelling the task ends it.
  ///
  /// - Throws: `wamp.error.runtime_error` if the program fails, and an error for the log alone if it cannot be started.
  func answer(_ call: Payload) async throws -> Payload {
    let text = JSONLine(.map(try PayloadPrinter.entries(call))).text + "\n"
    return try await slots.run {
      let input = try Self.file(with: text)
      defer { try? input.close() }
      let outcome = try await Subprocess.run(
        .name(words[0]), arguments: Arguments(Array(words.dropFirst())),
        input: .fileDescriptor(input, closeAfterSpawningProcess: false),
        output: .bytes(limit: Self.outputLimit), error: .currentStandardError)
      guard outcome.terminationStatus.isSuccess else {
        throw WAMPError(.runtimeError, "the program that answers failed")
      }
      return try Self.payload(outcome.standardOutput)
    }
  }

  /// A file without a name that begins with a text.
  ///
  /// Not a pipe: a program that ends without reading it would end whoever writes to it, in Subprocess 1.0.
  private static func file(with text: String) throws -> FileDescriptor {
    let path = FileManager.default.temporaryDirectory.appending(path: "flatwire-\(UUID().uuidString)").path
    let file = try FileDescriptor.open(
      FilePath(path), .readWrite, options: [.create, .exclusiveCreate], permissions: .ownerReadWrite)
    do {
      try FileManager.default.removeItem(atPath: path)
      try file.writeAll(text.utf8)
      try file.seek(offset: 0, from: .start)
    } catch {
      try? file.close()
      throw error
    }
    return file
  }

  /// What a program printed, as a result; its last line break does not belong to it.
  static func payload(_ output: [UInt8]) throws -> Payload {
    guard let printed = String(validating: output, as: UTF8.self) else {
      return Payload(arguments: [.bytes(SharedBytes(output))])
    }
    let text = printed.hasSuffix("\n") ? String(printed.dropLast()) : printed
    if text.isEmpty { return .none }
    let value = (try? JSONWord.value(text)) ?? .string(text)
    return Payload(arguments: [value])
  }
}
