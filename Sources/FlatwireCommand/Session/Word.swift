import ArgumentParser
import Flatwire

/// Words that several commands take.
enum Word {
  static func match(_ word: String) throws -> MatchPolicy {
    guard let match = MatchPolicy(rawValue: word) else {
      throw ValidationError("'\(word)' is not exact, prefix or wildcard")
    }
    return match
  }

  static func check(count: Int?) throws {
    if let count, count < 1 { throw ValidationError("--count \(count) is less than one") }
  }
}
