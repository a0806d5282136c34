import Flatwire
import Foundation
import Testing

/// The file of a history in a folder of its own.
func withHistory(
  _ body: (_ path: String) async throws -> Void
) async throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "flatwire-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try await body(folder.appending(path: "events.db").path)
}

extension WAMPSession {
  /// The identifier of a history.
  func history(_ topic: String = "com.example.", _ match: String = "prefix") async throws -> Value {
    let found = try await call("wamp.subscription.lookup", [.string(topic), ["match": .string(match)]])
    return try #require(try found.arguments().list.first)
  }

  /// A page of a history: its events as maps, and what ends it.
  func events(
    _ history: Value, _ keywords: [String: Value] = [:]
  ) async throws -> (events: [[String: Value]], end: [String: Value]) {
    let page = try await call("wamp.subscription.get_events", [history], keywords: keywords)
    let (list, end) = try page.arguments()
    return (list.compactMap(\.mapValue), end)
  }

  /// The first argument of each event of all pages.
  func numbers(_ history: Value, _ keywords: [String: Value] = [:]) async throws -> [Int64] {
    var numbers: [Int64] = []
    var keywords = keywords
    while true {
      let (events, end) = try await events(history, keywords)
      numbers += events.compactMap { $0["args"]?.listValue?.first?.intValue }
      guard end["more"] == true else { return numbers }
      let next = keywords["reverse"] == true ? "before_publication" : "after_publication"
      let last: Value = try #require(end[next])
      keywords[next] = last
    }
  }
}
