import ArgumentParser
import Foundation

extension ParsableArguments {
  /// What the environment says in the place of an option; `nil` if it says nothing.
  static func environment(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }
}
