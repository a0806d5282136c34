internal import WAMP

/// How a call ended, as metrics tell it.
package enum CallOutcome: String, Sendable, CaseIterable {
  case result
  case error
  /// Nobody wanted the answer any more, or nobody was left to give it.
  case canceled
  case timeout

  /// The place among all of them.
  package var index: Int {
    switch self {
    case .result: 0
    case .error: 1
    case .canceled: 2
    case .timeout: 3
    }
  }

  /// - Parameter uri: what an ERROR says.
  package init(error uri: String) {
    self =
      switch WAMPError.Code(rawValue: uri) {
      case .canceled: .canceled
      case .timeout: .timeout
      default: .error
      }
  }

  /// - Parameter error: what a call threw; `nil` if it had a result.
  package init(_ error: (any Error)?) {
    switch error {
    case nil: self = .result
    case is CancellationError: self = .canceled
    case let error as WAMPError: self.init(error: error.code.rawValue)
    default: self = .error
    }
  }
}
