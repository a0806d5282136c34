import Flatwire
import Foundation

/// A router whose events outlive it, in a process that a test kills.
@main
struct HistoryProgram {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let port = Int(arguments[2]) else {
      return print("usage: HistoryProgram PATH PORT")
    }
    let history = try HistoryStore(at: arguments[1])
    let router = try await Router.start(.webSocket(port: port), realm: "realm1")
    // Whoever wants all that was published wants none of it to go for later ones.
    let bounds = HistoryBounds(count: .max, bytes: .max)
    try await router.keepHistory(of: "com.example.", .prefix, in: history, bounds: bounds)
    print("listening \(router.port)")
    // Whoever reads this from a pipe wants to know now.
    fflush(nil)
    try await Task.sleep(for: .seconds(86_400))
  }
}
