import Foundation
import RecordStore

/// Tries the store against a plain model of it. `Tests/Model/run` and `Tests/Threads/run` start it, and the tests in
/// `Tests/Crashes` kill it and cut its power.
@main
struct StoreTrials {
  /// Ends with 1 and the error, with 3 if no durability allows it: one that is thrown out of here would end it by a
  /// signal, like a crash.
  static func main() async {
    do {
      try await run()
    } catch {
      print("\(error)")
      exit(error is Unforgivable ? 3 : 1)
    }
  }

  private static func run() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch (arguments.first, arguments.count) {
    case ("model", 3):
      try await tryModel(operations: number(arguments[1]), seed: UInt64(number(arguments[2])))
    case ("threads", 2): try await ThreadTrial.run(seconds: number(arguments[1]))
    case ("write", 6):
      try write(
        arguments[1], seed: UInt64(number(arguments[2])), from: number(arguments[3]),
        to: number(arguments[4]),
        durability(arguments[5]))
    case ("check", 5):
      try await check(
        arguments[1], seed: UInt64(number(arguments[2])), said: Int(arguments[3]), durability(arguments[4]))
    default:
      throw Difference(
        """
        usage: StoreTrials model OPERATIONS SEED | threads SECONDS
               StoreTrials write FILE SEED STEPS-DONE STEPS DURABILITY | check FILE SEED STEPS-SAID|none DURABILITY
        """)
    }
  }

  private static func number(_ text: String) throws -> Int {
    guard let number = Int(text), number >= 0 else { throw Difference("\(text) is no number") }
    return number
  }

  private static func durability(_ text: String) throws -> Store.Options.Durability {
    switch text {
    case "full": .full
    case "recentWritesMayBeLost": .recentWritesMayBeLost
    case "fileMayBeLost": .fileMayBeLost
    default: throw Difference("\(text) is no durability")
    }
  }
}

/// What must not happen, whatever may be lost.
struct Unforgivable: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// What the store has and the model has not, or the other way round.
struct Difference: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  /// - Throws: unless both are equal.
  static func check<Value: Equatable>(
    _ what: @autoclosure () -> String, _ found: Value, _ expected: Value
  ) throws(Difference) {
    guard found != expected else { return }
    throw Difference("\(what()): the store has \(found), the model \(expected)")
  }
}
