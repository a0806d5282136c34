import SharedBytes

@testable import WAMP

extension SharedBytes {
  /// The bytes that hexadecimal digits name; blanks are skipped.
  init(hex: String) {
    let digits = hex.compactMap(\.hexDigitValue)
    self.init(stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
  }

  var hex: String {
    let digits = Array("0123456789abcdef")
    return String(Array(self).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}

/// Repeatable random numbers (SplitMix64), so that a failing case can be run again.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension Roles {
  /// A client that makes no calls in parts, and so may use a number again once its call is answered.
  static let wholeCaller = {
    var roles = Roles.client
    roles.features[.caller]?.remove(.progressiveCallInvocations)
    return roles
  }()
}
