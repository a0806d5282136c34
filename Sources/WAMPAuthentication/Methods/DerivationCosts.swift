internal import WAMP

/// What the derivation of a key from a password costs: too little gives the password away, too much keeps a client busy.
protocol DerivationCosts {
  /// What is wrong with them; `nil` if a client accepts them.
  var fault: String? { get }
}

extension DerivationCosts {
  /// - Parameter asker: who asks for the costs.
  /// - Throws: with `code`, if they are not what a client accepts.
  func check(
    _ code: WAMPError.Code = .invalidArgument, of asker: String = "the key derivation"
  ) throws(WAMPError) {
    if let fault { throw WAMPError(code, "\(asker) asks for \(fault)") }
  }
}
