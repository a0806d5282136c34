import Flatwire
import Foundation
import Subprocess

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
    let input = JSONLine(.map(try PayloadPrinter.entries(call))).text + "\n"
    return try await slots.run {
      let outcome = try await Subprocess.run(
        .name(words[0]), arguments: Arguments(Array(words.dropFirst())), input: .string(input),
        output: .bytes(limit: Self.outputLimit), error: .currentStandardError)
      guard outcome.terminationStatus.isSuccess else {
        throw WAMPError(.runtimeError, "the program that answers failed")
      }
      return try Self.payload(outcome.standardOutput)
    }
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
